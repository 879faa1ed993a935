import type { Message } from '../model/message.ts';

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
