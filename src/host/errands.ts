import type { Route } from '../hook/hook.ts';
import type { Message } from '../model/message.ts';
import { type Copy, copyIn, type Family, ownCopy } from '../order/ledger.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import { familyOf } from './links.ts';

/** One thing to be posted because of an event. */
export interface Errand {
  readonly route: Route;
  readonly action: Action;
  readonly copy?: Copy<Channel>;
  /** What an edit, delete or reaction is about. */
  readonly target?: Copy<Channel>;
}

/** A message goes where none of its family has been. */
export function messages(
  event: Extract<ChatEvent, { type: 'message' }>,
  from: Copy<Channel>,
  routes: readonly Route[],
): Errand[] {
  if (from.secondary) return [];
  const family = familyOf(from);
  from.sentAt ??= event.at.getTime();
  const errands = routes.map((route) => spread(family, from, route, route.message ?? event.source));
  return errands.filter((errand) => errand !== undefined);
}

/** What is said of something that happened goes where it has not been said. */
export function notices(family: Family<Channel>, routes: readonly Route[]): Errand[] {
  const [from] = family.copies;
  return routes.flatMap((route) => {
    if (route.message !== undefined) return spread(family, from, route, route.message) ?? [];
    // It is not to be told there, not by a copy that comes from elsewhere either.
    if (copyIn(family, route.channel) === undefined) join(family, ownCopy(route.channel, undefined, { family }));
    return [];
  });
}

/** Sends a message where none of its family has been. */
function spread(
  family: Family<Channel>,
  from: Copy<Channel> | undefined,
  route: Route,
  message: Message,
): Errand | undefined {
  if (family.copies.some((copy) => hasBeen(copy, from, route.channel))) return undefined;
  const copy = ownCopy(route.channel, message, { family, version: from?.shown ?? 0 });
  join(family, copy);
  return { route: named(route, family), action: { kind: 'message', message }, copy };
}

function join(family: Family<Channel>, copy: Copy<Channel>): void {
  family.copies = [...family.copies, copy];
}

/** A copy that is carried on tells where the original was written, and not where it passed through. */
export function named(route: Route, family: Family<Channel>): Route {
  const origin = route.options?.origin;
  if (origin === undefined || origin === family.origin) return route;
  if (family.origin !== undefined) return { ...route, options: { ...route.options, origin: family.origin } };
  family.origin = origin;
  return route;
}

/** What comes back from where a thread was carried to must not go to the channel it hangs on: there it is seen already. */
export function hasBeen(copy: Copy<Channel>, from: Copy<Channel> | undefined, channel: Channel): boolean {
  if (copy.channel === channel || copy.elsewhere?.has(channel)) return true;
  if (copy === from) return false;
  let { parent } = copy.channel;
  while (parent !== undefined && parent !== channel) ({ parent } = parent);
  return parent === channel;
}

/**
 * The messages that these are copies of, or edits of: the store has to know those of others, too, and how often they were
 * edited, so that what is edited next is newer after a restart as well.
 */
export function originals(errands: readonly Errand[]): readonly Copy<Channel>[] {
  const found: Copy<Channel>[] = [];
  for (const { action, copy, target } of errands) {
    const original = (copy ?? target)?.family?.copies[0];
    const known = action.kind !== 'edit' && (action.kind !== 'message' || original?.ours);
    if (original !== undefined && !known && !found.includes(original)) found.push(original);
  }
  return found;
}
