import { DroppedError } from '../errors.ts';
import type { Hook, Route } from '../hook/hook.ts';
import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import type { Message } from '../model/message.ts';
import { messageRef, refKey } from '../model/refs.ts';
import { type Copy, copyIn, type Family, foreignCopy, ownCopy } from '../order/ledger.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import type { Write } from '../store/records.ts';
import type { Core } from './core.ts';
import type { Dispatch } from './dispatch.ts';
import { answering, signed } from './edited.ts';
import { finishedBy, journalled, type Marked } from './marked.ts';
import { familyOf, linkWrite, original } from './links.ts';
import { Outgoing } from './outgoing.ts';
import { Parked } from './parked.ts';
import { react, reacted } from './reactions.ts';

/** How many writes may be on their way to the store before events wait for theirs. */
const MAX_PENDING = 10_000;

/** One thing to be posted because of an event. */
interface Errand {
  readonly route: Route;
  readonly action: Action;
  readonly copy?: Copy<Channel>;
  /** What an edit, delete or reaction is about. */
  readonly target?: Copy<Channel>;
}

/** Carries events where the routes of hooks lead: each message to each channel once, whatever way it took. */
export class Relay {
  readonly #core: Core;
  readonly #dispatch: Dispatch;
  readonly #parked: Parked;
  readonly #occasions = new WeakMap<ChatEvent, Family<Channel>>();

  constructor(core: Core, dispatch: Dispatch) {
    this.#core = core;
    this.#dispatch = dispatch;
    this.#parked = new Parked(core.clock, (message) => core.logger.warn({}, message));
  }

  /** Posts an event to the channels of the routes that it has not been to. */
  carry(hook: Hook, event: ChatEvent, routes: readonly Route[]): unknown {
    if (routes.length === 0 || (event as Marked)[finishedBy]?.has(hook.name)) return undefined;
    const errands = this.#errands(hook, event, routes);
    const post = (list: readonly Errand[]): unknown => {
      const safe = this.#post(hook, event, list);
      if (event.type === 'message' && event.primary) this.#parked.arrived(event.channel, event.ref.id);
      return safe;
    };
    return isThenable(errands) ? Promise.resolve(errands).then(post) : post(errands);
  }

  #errands(hook: Hook, event: ChatEvent, routes: readonly Route[]): Awaitable<readonly Errand[]> {
    const { ledger, links } = this.#core;
    switch (event.type) {
      case 'message': {
        if (!event.primary) return [];
        // After a restart the store may know where it has been.
        const known = event.redelivered ? links.get(event.channel, event.ref.id) : undefined;
        const spread = (): Errand[] => messages(event, original(ledger, event.channel, event.ref.id), routes);
        return isThenable(known) ? Promise.resolve(known).then(spread) : spread();
      }
      case 'edit':
      case 'delete':
      case 'reaction': {
        const known = links.get(event.channel, event.ref.id);
        const change = (copy: Copy<Channel> | undefined): Errand[] => {
          if (copy !== undefined) return changes(event, copy, routes);
          this.#parked.park(event.channel, event.ref.id, () => void this.carry(hook, event, routes));
          return [];
        };
        return isThenable(known) ? Promise.resolve(known).then(change) : change(known);
      }
      default:
        return notices(this.#occasion(event), routes);
    }
  }

  /** What happened, when it is no message, as the family of all that is said of it: so it is said nowhere twice. */
  #occasion(event: ChatEvent): Family<Channel> {
    let family = this.#occasions.get(event);
    if (family === undefined) {
      const place = { ...foreignCopy(event.channel, ''), ids: [] };
      const name = refKey(messageRef(event.channel.ref, this.#core.nextKey()));
      family = { name, copies: [place], version: 0, revision: undefined };
      place.family = family;
      this.#occasions.set(event, family);
    }
    return family;
  }

  #post(hook: Hook, event: ChatEvent, errands: readonly Errand[]): unknown {
    const { store, committer, clock } = this.#core;
    const extra: Write[] = [];
    const outgoing: Outgoing[] = [];
    for (const { route, action, copy, target } of errands) {
      const unsent = target && this.#change(target, action);
      if (unsent !== undefined) {
        extra.push(unsent);
        continue;
      }
      const options = { ...route.options, degrade: true };
      const identity = {
        key: options.key ?? this.#core.nextKey(),
        row: this.#core.nextSequence(),
        ...(copy && { copy }),
        ...(target && { about: target }),
      };
      const one = new Outgoing(this.#dispatch, route.channel, action, options, identity);
      outgoing.push(one);
      if (copy !== undefined) copy.job = one;
      if (copy !== undefined && store.lasting) extra.push(linkWrite(copy, clock.now()));
    }
    if (store.lasting) for (const from of originals(errands)) extra.push(linkWrite(from, clock.now()));
    const sequence = (event as Marked)[journalled];
    if (sequence !== undefined) extra.push({ op: 'event-done', sequence, hook: hook.name });
    if (outgoing.length === 0) return extra.length === 0 ? undefined : void committer.add(extra);
    const batch = this.#dispatch.keep(outgoing, extra);
    for (const one of outgoing) this.#dispatch.launch(one);
    // The order of the commits keeps what depends on them in order, so the next event need not wait for this one's:
    // waiting would make as many commits as there are channels' events. Only a store that falls behind is waited for.
    return batch.done || committer.pending < MAX_PENDING ? undefined : batch.promise();
  }

  /** A message that has not left is not sent and then changed: it leaves as it is meant now, or not at all. */
  #change(target: Copy<Channel>, action: Action): Write | undefined {
    const unsent = target.job;
    if (!(unsent instanceof Outgoing) || target.ids.length > 0) return undefined;
    if (action.kind === 'edit' && unsent.replace(action.message)) {
      target.shown = target.version;
      return this.#core.rows.replace(unsent);
    }
    if (action.kind !== 'delete' || !unsent.untouched) return undefined;
    unsent.cancel(new DroppedError(`${unsent.channel}: the message was deleted before it was sent`));
    return this.#core.rows.forget(unsent.row as number);
  }
}

function messages(
  event: Extract<ChatEvent, { type: 'message' }>,
  from: Copy<Channel>,
  routes: readonly Route[],
): Errand[] {
  if (from.secondary) return [];
  const family = familyOf(from);
  from.sentAt ??= event.at.getTime();
  return routes.flatMap((route) => spread(family, from, route, route.message ?? event.source));
}

function notices(family: Family<Channel>, routes: readonly Route[]): Errand[] {
  const [from] = family.copies;
  return routes.flatMap((route) => {
    if (route.message !== undefined) return spread(family, from, route, route.message);
    // It is not to be told there, not by a copy that comes from elsewhere either.
    if (copyIn(family, route.channel) === undefined) family.copies.push(ownCopy(route.channel, undefined, { family }));
    return [];
  });
}

/** Sends a message where none of its family has been. */
function spread(family: Family<Channel>, from: Copy<Channel> | undefined, route: Route, message: Message): Errand[] {
  if (family.copies.some((copy) => hasBeen(copy, from, route.channel))) return [];
  const copy = ownCopy(route.channel, message, { family, version: from?.shown ?? 0 });
  family.copies.push(copy);
  return [{ route: named(route, family), action: { kind: 'message', message }, copy }];
}

/** A copy that is carried on tells where the original was written, and not where it passed through. */
function named(route: Route, family: Family<Channel>): Route {
  const origin = route.options?.origin;
  if (origin === undefined || origin === family.origin) return route;
  if (family.origin !== undefined) return { ...route, options: { ...route.options, origin: family.origin } };
  family.origin = origin;
  return route;
}

/** What comes back from where a thread was carried to must not go to the channel it hangs on: there it is seen already. */
export function hasBeen(copy: Copy<Channel>, from: Copy<Channel> | undefined, channel: Channel): boolean {
  if (copy.channel === channel) return true;
  if (copy === from) return false;
  let { parent } = copy.channel;
  while (parent !== undefined && parent !== channel) ({ parent } = parent);
  return parent === channel;
}

/** The messages of others that these are copies of: the store has to know them, too. */
function originals(errands: readonly Errand[]): Set<Copy<Channel>> {
  const first = errands.flatMap(({ copy }) => copy?.family?.copies[0] ?? []);
  return new Set(first.filter(({ ours }) => !ours));
}

type Change = Extract<ChatEvent, { type: 'edit' | 'delete' | 'reaction' }>;

/** An edit, delete or reaction goes to the copies that have not had it; what a network confirms goes no further. */
function changes(event: Change, from: Copy<Channel>, routes: readonly Route[]): Errand[] {
  const { family } = from;
  if (family === undefined) return [];
  if (event.type === 'reaction') return reactions(event, from, family, routes);
  if (!begins(event, from, family)) return [];
  return routes.flatMap((route): Errand[] => {
    const copy = copyIn(family, route.channel);
    if (copy === undefined || copy === from || copy.deleted) return [];
    const ref = event.ref;
    if (event.type === 'edit') {
      const version = from.shown;
      // What somebody else wrote is theirs to edit.
      if (!copy.ours || copy.version >= version) return [];
      copy.version = version;
      const message = answering(signed(route.message ?? event.source, copy.message), copy.message);
      return [{ route: named(route, family), action: { kind: 'edit', ref, message, version }, target: copy }];
    }
    copy.deleted = true;
    return [{ route, action: { kind: 'delete', ref }, target: copy }];
  });
}

function reactions(
  event: Extract<Change, { type: 'reaction' }>,
  from: Copy<Channel>,
  family: Family<Channel>,
  routes: readonly Route[],
): Errand[] {
  const { ref, emoji, removed } = event;
  return reacted(event, from, family).flatMap((change) =>
    routes.flatMap((route): Errand[] => {
      const copy = copyIn(family, route.channel);
      if (copy === undefined || copy === from || copy.deleted) return [];
      const { reaction, virtual } = route.channel.plug.capabilities;
      const news = react(copy, emoji, change, reaction !== undefined && !virtual);
      if (news === undefined) return [];
      const { user } = change.standing;
      return [{ route, action: { kind: 'reaction', ref, emoji, on: !removed, ...news, ...(user && { user }) } }];
    }),
  );
}

/** Notes what happened to the message itself; false where it changes nothing, because we did it or it came before. */
function begins(event: Exclude<Change, { type: 'reaction' }>, from: Copy<Channel>, family: Family<Channel>): boolean {
  if (event.type === 'edit') {
    // An original is edited by its author; a copy only by us, and then it knows which edit it shows.
    if (family.copies[0] === from && family.revision !== event.revision) {
      family.revision = event.revision;
      family.version += 1;
      from.version = family.version;
      from.shown = family.version;
    }
    return from.shown > 0;
  }
  return endsWith(event, from);
}

/** Whether a message is gone with this part of it: all of ours, or the last of what others delete one by one. */
function endsWith(event: Extract<Change, { type: 'delete' }>, from: Copy<Channel>): boolean {
  // An edit made the message shorter and took this part away.
  if (!from.ids.includes(event.ref.id)) return false;
  if (!event.self && from.ids.length > 1) {
    from.ids = from.ids.filter((id) => id !== event.ref.id);
    return false;
  }
  from.deleted = true;
  return true;
}
