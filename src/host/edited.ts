import { DroppedError } from '../errors.ts';
import type { Message } from '../model/message.ts';
import type { Copy } from '../order/ledger.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';

/** An edit with what the message answered before: an edit changes what is said, and not what it answers. */
export function answering(edited: Message, before: Message | undefined): Message {
  const { replyTo, quoted } = before ?? {};
  if (edited.replyTo !== undefined || (replyTo === undefined && quoted === undefined)) return edited;
  return { ...edited, ...(replyTo && { replyTo }), ...(quoted && { quoted }) };
}

/** An edit with its author: not every network says again who wrote what is edited. */
export function signed(edited: Message, before: Message | undefined): Message {
  return edited.user !== undefined || before?.user === undefined ? edited : { ...edited, user: before.user };
}

/**
 * A message may leave with an edit that came after one that was posted for it: that one would bring back older words.
 * @throws DroppedError where it shows a newer edit already
 */
export function refuseOutdated(channel: Channel, action: Action, about: Copy<Channel> | undefined): void {
  if (action.kind !== 'edit' || about === undefined || (action.version ?? about.shown) >= about.shown) return;
  throw new DroppedError(`${channel}: the message shows a newer edit already`);
}
