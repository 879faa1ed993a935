/** Events and messages as the store keeps them, and back. */
import type { Attachment, Message } from '../model/message.ts';
import { type MessageRef, messageRef } from '../model/refs.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import type { EventRecord, Json } from '../store/records.ts';
import { RichText } from '../text/rich-text.ts';
import { behind, echoKey, type Marked } from './marked.ts';

const NOBODY: readonly string[] = Object.freeze([]);

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
  const known = identity(event);
  const record = { sequence, channel: event.channel.ref, type: event.type, at: now, done: false, doneBy: NOBODY };
  const data = toData(event, now, ahead) as Json;
  return known === undefined ? { ...record, data } : { ...record, data, identity: known };
}

/** What the record does not say by itself, without what is as it is most of the time: this is written for every event. */
function toData(event: ChatEvent, now: number, ahead: boolean): unknown {
  const { plug: _plug, channel: _channel, raw: _raw, type: _type, redelivered: _redelivered, ...rest } = event;
  const { at, self, history, ...own } = rest;
  const data: Record<string, unknown> = own;
  if ('ref' in own) data.ref = { id: own.ref.id };
  if ('source' in own) {
    // The source of an event that is no echo is its own content: it is made again from it.
    data.source = undefined;
    if (own.revision === own.ref.id) data.revision = undefined;
    if (own.primary) data.primary = undefined;
  }
  if (self) data.self = true;
  if (history) data.history = true;
  if (at.getTime() !== now) data.at = at.getTime();
  if (ahead) data.ahead = true;
  const { [echoKey]: key, [behind]: after } = event as Marked;
  if (key !== undefined) data.key = key;
  if (after !== undefined) data.behind = after;
  return data;
}

/** The event that a record was made from, marked as handed out again. */
export function fromRecord(record: EventRecord, channel: Channel): ChatEvent {
  const { key, ahead: _ahead, behind: _behind, at, ref, ...data } = record.data as Record<string, unknown>;
  const id = (ref as MessageRef | undefined)?.id;
  const base = {
    self: false,
    history: false,
    ...(id !== undefined && { ref: messageRef(channel.ref, id) }),
    ...(typeof key === 'string' && ({ [echoKey]: key } satisfies Marked)),
    ...data,
    type: record.type,
    plug: channel.plug,
    channel,
    at: new Date(typeof at === 'number' ? at : record.at),
    redelivered: true,
  };
  if (record.type !== 'message' && record.type !== 'edit') return base as unknown as ChatEvent;
  const source = toMessage(data);
  return { revision: id, primary: true, ...base, ...source, source } as unknown as ChatEvent;
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
