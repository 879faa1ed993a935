import { RichText } from '../text/rich-text.ts';
import type { FileAttachment, LocationAttachment, PollAttachment } from './attachment.ts';
import type { Card } from './card.ts';
import type { MessageRef } from './refs.ts';
import type { User } from './user.ts';

/** What somebody says: immutable, and JSON-safe but for the streams of its files. */
export interface Message {
  readonly text?: RichText;
  /** Who says it. Going out, absent means the bridge's own account. */
  readonly user?: User;
  /** Whether it tells what the author does, as `/me` does. */
  readonly action?: boolean;
  /** What it answers. */
  readonly replyTo?: MessageRef;
  /** The content of what it answers, where the network gave it. */
  readonly quoted?: Message;
  readonly attachments?: readonly Attachment[];
  readonly card?: Card;
  /** What the model has no place for; plain JSON. Other networks pass over it. */
  readonly extras?: Readonly<Record<string, unknown>>;
}

/** Somebody else's message, passed on. */
export interface ForwardAttachment {
  readonly type: 'forward';
  readonly message: Message;
}

/** What hangs on a message beside its text. */
export type Attachment = FileAttachment | LocationAttachment | PollAttachment | ForwardAttachment;

/** What a caller may hand in as a message: a string is its text, taken literally. */
export type MessageInput = string | RichText | (Omit<Message, 'text'> & { readonly text?: string | RichText });

/** Whether something can be handled as a message: what is there is of its kind. */
export function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false;
  const { text, user, quoted, attachments, card } = value as { readonly [K in keyof Message]: unknown };
  return (
    (text === undefined || text instanceof RichText) &&
    (user === undefined || (typeof user === 'object' && user !== null)) &&
    (quoted === undefined || isMessage(quoted)) &&
    (attachments === undefined || Array.isArray(attachments)) &&
    (card === undefined || (typeof card === 'object' && card !== null))
  );
}

/** The message a caller meant. */
export function toMessage(input: MessageInput): Message {
  if (typeof input === 'string') return { text: new RichText(input) };
  if (input instanceof RichText) return { text: input };
  if (typeof input.text === 'string') return { ...input, text: new RichText(input.text) };
  return input as Message;
}
