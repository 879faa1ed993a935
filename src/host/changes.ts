import type { Route } from '../hook/hook.ts';
import { type Copy, copyIn, type Family } from '../order/ledger.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import { answering, signed } from './edited.ts';
import { type Errand, named } from './errands.ts';
import { react, reacted } from './reactions.ts';

type Change = Extract<ChatEvent, { type: 'edit' | 'delete' | 'reaction' }>;

/** An edit, delete or reaction goes to the copies that have not had it; what a network confirms goes no further. */
export function changes(event: Change, from: Copy<Channel>, routes: readonly Route[]): Errand[] {
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
      const action = { kind: 'reaction', ref, emoji, on: !removed, ...news, ...(user && { user }) } as const;
      return [{ route, action, target: copy }];
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

/** Whether a message is gone with this part of it: with the first of ours, or the last of what is deleted one by one. */
function endsWith(event: Extract<Change, { type: 'delete' }>, from: Copy<Channel>): boolean {
  // An edit made the message shorter and took this part away.
  if (!from.ids.includes(event.ref.id)) return false;
  // Ours go together; but what is behind the first may have been taken away by an edit of which no answer has come.
  const isWhole = event.self && from.ids[0] === event.ref.id;
  if (!isWhole && from.ids.length > 1) {
    from.ids = from.ids.filter((id) => id !== event.ref.id);
    return false;
  }
  from.deleted = true;
  return true;
}
