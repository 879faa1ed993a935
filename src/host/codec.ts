/** Events and messages as the store keeps them, and back. */
import type { Attachment, Message } from '../model/message.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import type { EventRecord, Json } from '../store/records.ts';
import { RichText } from '../text/rich-text.ts';

import { behind, echoKey, type Marked } from './marked.ts';

/** Gives the channel that a ref names, where its plug is here. */
export type FindChannel = (ref: { readonly network: string; readonly source: string }) => Channel | undefined;

/** What the same event would have again, or undefined where an event has no identity. */
export function identity(event: ChatEvent): string | undefined {
  switch (event.type) {
    case 'message':
      return event.revision === event.ref.id ? `m${event.ref.id}` : `v${event.ref.id} ${event.revision}`;
    case 'edit':
      return `e${event.ref.id} ${event.revision}`;
    case 'delete':
      return `d${event.ref.id}`;
    case 'reaction':
      return event.user && `${event.removed ? 'r-' : 'r+'}${event.ref.id} ${event.user.id} ${event.emoji}`;
    default:
      return undefined;
  }
}

/**
 * What only the newest of is remembered: a digest names a content and not a version, so that an edit back to an earlier
 * content is news; and a reaction that was taken back may be made again.
 */
export function slotOf(known: string): string {
  if (known.startsWith('r')) return `r${known.slice(2)}`;
  const digest = known.startsWith('e') ? known.lastIndexOf(' ~') : -1;
  return digest === -1 ? known : known.slice(0, digest);
}

/** The journal's record of an event; `ahead`: of one that others which are to come come before. */
export function toRecord(event: ChatEvent, sequence: number, now: number, ahead: boolean): EventRecord {
  const { plug: _plug, channel, raw: _raw, at, ...rest } = event;
  // The source of an event that is no echo is its own content: it is made again from it.
  const own = 'source' in rest ? { ...rest, source: undefined } : rest;
  const known = identity(event);
  const { [echoKey]: key, [behind]: after } = event as Marked;
  return {
    sequence,
    channel: channel.ref,
    type: event.type,
    at: now,
    data: {
      ...own,
      at: at.getTime(),
      ...(key !== undefined && { key }),
      ...(ahead && { ahead }),
      ...(after !== undefined && { behind: after }),
    } as unknown as Json,
    done: false,
    doneBy: [],
    ...(known !== undefined && { identity: known }),
  };
}

/** The event that a record was made from, marked as handed out again. */
export function fromRecord(record: EventRecord, channel: Channel): ChatEvent {
  const { key, ahead: _ahead, behind: _behind, ...data } = record.data as Record<string, unknown>;
  const marks: Marked = typeof key === 'string' ? { [echoKey]: key } : {};
  const base = { ...data, ...marks, plug: channel.plug, channel, at: new Date(data.at as number), redelivered: true };
  if (record.type !== 'message' && record.type !== 'edit') return base as unknown as ChatEvent;
  const source = toMessage(data);
  return { ...base, ...source, source } as unknown as ChatEvent;
}

/** What a message consists of. */
export const contentKeys = ['text', 'user', 'action', 'replyTo', 'quoted', 'attachments', 'card', 'extras'] as const;

/** A message as it was before it was stored. Streams do not survive; addresses do. */
export function toMessage(json: unknown): Message {
  const stored = json as Record<string, unknown>;
  const message: Record<string, unknown> = {};
  for (const key of contentKeys) if (stored[key] !== undefined) message[key] = stored[key];
  if (message.text !== undefined) message.text = toText(message.text);
  if (message.quoted !== undefined) message.quoted = toMessage(message.quoted);
  if (Array.isArray(message.attachments)) message.attachments = message.attachments.map(toAttachment);
  const card = message.card as { body?: unknown } | undefined;
  if (card?.body !== undefined) message.card = { ...card, body: toText(card.body) };
  return message as Message;
}

function toText(value: unknown): RichText {
  return value instanceof RichText ? value : RichText.fromJSON(value);
}

function toAttachment(attachment: Attachment): Attachment {
  return attachment.type === 'forward' ? { ...attachment, message: toMessage(attachment.message) } : attachment;
}
