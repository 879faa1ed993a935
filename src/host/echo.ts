import type { Message } from '../model/message.ts';
import { toEvent } from '../plug/incoming.ts';
import type { Channel, ChatEvent, Plug, QueuedEvent } from '../plug/plug.ts';
import type { Outgoing } from './outgoing.ts';

/**
 * The events that a network would have sent back, for one that sends none, or for what it was told in another way than
 * it was meant (a notice in the place of a reaction): so hooks see what we did wherever we did it.
 */
export function echoes(outgoing: Outgoing, now: number): ChatEvent[] {
  const { channel, action, degraded, target } = outgoing;
  const { plug } = channel;
  const silent = plug.capabilities.echo === 'none';
  const base = { channel, ...sender(outgoing) };
  const make = (event: QueuedEvent): ChatEvent => toEvent<Plug, Channel>(plug, event, now);
  const sent = silent
    ? messages(outgoing).map(({ id, message }) => make({ ...message, ...base, type: 'message', id }))
    : [];
  const id = target?.copy === undefined ? target?.ref.id : target.copy.ids[0];
  // An edit may come to less than an edit: one that only made the message shorter took parts away. A reaction may come to
  // nothing, where ours stands there already.
  const untold = action.kind !== 'delete' && !outgoing.pieces.some(({ operation }) => operation.call === action.kind);
  const replaced = untold || degraded.some(({ what }) => what === action.kind);
  if (id === undefined || !(silent || replaced)) return sent;
  switch (action.kind) {
    case 'message':
      return sent;
    case 'edit':
      return [...sent, make({ ...action.message, ...base, type: 'edit', id })];
    case 'delete':
      return [...sent, make({ ...base, type: 'delete', id })];
    case 'reaction': {
      // Ours stood there before, so that this would be taken for the same again if it were ours.
      const { user, ...nobody } = base;
      const author = untold || user === undefined ? nobody : { ...nobody, user };
      return [...sent, make({ ...author, type: 'reaction', id, emoji: action.emoji, removed: !action.on })];
    }
  }
}

function messages(outgoing: Outgoing): { readonly id: string; readonly message: Message }[] {
  return outgoing.pieces.flatMap(({ operation, ids }) =>
    operation.call === 'put' ? (ids ?? []).map((id) => ({ id, message: operation.message })) : [],
  );
}

/** Who an echo is by: us; on a virtual network whoever it was put in as. */
function sender({ channel, action, row }: Outgoing): Pick<QueuedEvent, 'self' | 'user'> {
  const { self, capabilities } = channel.plug;
  const own = { self: true, ...(self !== undefined && { user: self }) };
  if (!capabilities.virtual) return own;
  // A delete says not who did it; what was posted was carried here by a route.
  if (action.kind === 'delete') return row === undefined ? own : { self: false };
  const user = action.kind === 'reaction' ? action.user : action.message.user;
  return user === undefined ? own : { self: false, user };
}
