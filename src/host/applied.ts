import type { Copy } from '../order/ledger.ts';
import type { Channel } from '../plug/plug.ts';
import { answering } from './edited.ts';
import type { Outgoing } from './outgoing.ts';

/** Makes known what was done: gives the copy that has changed. */
export function applied(outgoing: Outgoing): Copy<Channel> | undefined {
  const { action, copy, target } = outgoing;
  if (action.kind === 'message') {
    copy.ids = outgoing.ids();
    copy.job = undefined;
    return copy;
  }
  const about = target?.copy;
  if (about === undefined) return undefined;
  if (action.kind === 'delete') about.deleted = true;
  if (action.kind !== 'edit' || !about.ours) return about;
  about.previous = about.message;
  about.message = answering(action.message, about.message);
  about.shown = action.version ?? about.shown;
  if (outgoing.degraded.some(({ what, how }) => what === 'edit' && how === 'correction')) return about;
  const gone = new Set(
    outgoing.pieces.flatMap(({ operation }) => (operation.call === 'delete' ? operation.refs.map(({ id }) => id) : [])),
  );
  about.ids = [...about.ids.filter((id) => !gone.has(id)), ...outgoing.ids()];
  return about;
}
