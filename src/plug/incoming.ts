import { PlugError } from '../errors.ts';
import { cleanMessage } from '../model/clean-message.ts';
import type { EventOf, PresenceStatus, QueuedEventOf, QueuedUser } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import { messageFaults, REFERENCE, shown } from '../model/message-faults.ts';
import { type ChannelRef, type MessageRef, messageRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';
import { clean, cleanText } from '../text/clean.ts';
import { RichText } from '../text/rich-text.ts';
import { digest } from './digest.ts';

interface EventOwner {
  readonly name: string;
  readonly networkId: string;
  readonly self?: User;
}

interface EventChannel {
  readonly plug: unknown;
  readonly ref: ChannelRef;
}

/**
 * Makes the event that hooks see from the one an author queued: fills in what is left out, cleans what people typed.
 * @throws PlugError naming the field that is wrong
 */
export function toEvent<P, C>(plug: P & EventOwner, queued: QueuedEventOf<C>, now: number): EventOf<P, C> {
  if (typeof queued !== 'object' || queued === null) refuse(plug, 'event', 'an object', queued);
  const channel = queued.channel as C & EventChannel;
  if (channel?.plug !== plug) refuse(plug, 'channel', 'a channel of this plug', channel);
  const user = queued.user === undefined ? undefined : toUser(plug, queued.user);
  const self = queued.self ?? (user !== undefined && user.id === plug.self?.id);
  const at = queued.at === undefined ? new Date(now) : toDate(plug, queued.at);
  if (queued.key !== undefined) needString(plug, 'key', queued.key);
  const event = (
    queued.type === 'message' || queued.type === 'edit'
      ? toMessageEvent(plug, queued, channel, user, self, at)
      : { ...toBase(plug, queued, channel, self, at), ...toFacts(plug, queued as QueuedFacts, channel) }
  ) as EventOf<P, C> & { user?: User; raw?: unknown };
  if (user !== undefined) event.user = user;
  if (queued.raw !== undefined) event.raw = queued.raw;
  return event;
}

/** The keys are written out, and always in the same order, since this is done for every message there is. */
function toMessageEvent(
  plug: EventOwner,
  queued: Content,
  channel: EventChannel,
  user: User | undefined,
  self: boolean,
  at: Date,
): unknown {
  const { type, id, revision, history = false } = queued;
  const source = toContent(plug, queued, user);
  const ref = toRef(plug, channel, id);
  if (revision !== undefined) needString(plug, 'revision', revision);
  const event: Record<string, unknown> = {
    type,
    plug,
    channel,
    at,
    self,
    history,
    redelivered: false,
    ref,
    revision: revision ?? (type === 'message' ? id : digest(source)),
    source,
    primary: true,
  };
  if (source.text !== undefined) event.text = source.text;
  if (isMore(source)) Object.assign(event, source);
  return event;
}

function toBase(
  plug: EventOwner,
  queued: { type: string; history?: boolean },
  channel: unknown,
  self: boolean,
  at: Date,
) {
  return { type: queued.type, plug, channel, at, self, history: queued.history ?? false, redelivered: false };
}

/** What the events that are no messages have beside the base. */
function toFacts(plug: EventOwner, queued: QueuedFacts, channel: EventChannel): object {
  switch (queued.type) {
    case 'delete':
      return { ref: toRef(plug, channel, queued.id) };
    case 'reaction': {
      const emoji = cleanText(needString(plug, 'emoji', queued.emoji));
      return { ref: toRef(plug, channel, queued.id), emoji, removed: queued.removed ?? false };
    }
    case 'join':
    case 'leave':
      if (!Array.isArray(queued.users)) refuse(plug, 'users', 'a list of users', queued.users);
      return {
        users: queued.users.map((one) => toUser(plug, one)),
        ...(queued.by && { by: toUser(plug, queued.by) }),
        ...(queued.reason !== undefined && { reason: toPlain(plug, 'reason', queued.reason) }),
      };
    case 'rename':
      return { before: toUser(plug, queued.before), after: toUser(plug, queued.after) };
    case 'title':
    case 'topic':
      return { text: toPlain(plug, 'text', queued.text) };
    case 'typing':
      return {};
    case 'presence':
      if (!STATUSES.includes(queued.status)) {
        refuse(plug, 'presence.status', `one of ${STATUSES.join(', ')}`, queued.status);
      }
      return {
        status: queued.status,
        ...(queued.text !== undefined && { text: toPlain(plug, 'presence.text', queued.text) }),
      };
    case 'gap': {
      const { since } = queued;
      const [expected, isReference] = REFERENCE;
      if (since !== undefined && !isReference(since)) refuse(plug, 'since', expected, since);
      return { reason: needString(plug, 'reason', queued.reason), ...(since && { since }) };
    }
    default:
      return refuse(plug, 'type', 'the type of an event', (queued as { type?: unknown }).type);
  }
}

const STATUSES: readonly PresenceStatus[] = ['online', 'away', 'busy', 'offline'];

type QueuedFacts = Exclude<QueuedEventOf<unknown>, { type: 'message' | 'edit' }>;
type Content = Extract<QueuedEventOf<unknown>, { type: 'message' | 'edit' }>;

/** The content alone; keys that the model does not know are left behind. */
function toContent(plug: EventOwner, queued: Content, user: User | undefined): Message {
  const message: { -readonly [K in keyof Message]: Message[K] } = {};
  if (queued.text !== undefined) message.text = toText(plug, queued.text);
  if (user !== undefined) message.user = user;
  if (isMore(queued)) {
    const { action, replyTo, quoted, attachments, card, extras } = queued;
    if (action !== undefined) message.action = action;
    if (replyTo !== undefined) message.replyTo = replyTo;
    if (quoted !== undefined) message.quoted = quoted;
    if (attachments !== undefined) message.attachments = attachments;
    if (card !== undefined) message.card = card;
    if (extras !== undefined) message.extras = extras;
    const [fault] = messageFaults(message);
    if (fault !== undefined) throw badEvent(plug, fault.field, fault.expected, fault.got);
    return cleanMessage(message);
  }
  return message;
}

/** Whether a content is more than text and author. */
function isMore(content: Omit<Message, 'text' | 'user'>): boolean {
  return (
    content.action !== undefined ||
    content.replyTo !== undefined ||
    content.quoted !== undefined ||
    content.attachments !== undefined ||
    content.card !== undefined ||
    content.extras !== undefined
  );
}

function toText(plug: EventOwner, text: unknown): RichText {
  if (typeof text === 'string') return new RichText(cleanText(text));
  if (text instanceof RichText) return clean(text);
  return refuse(plug, 'text', 'a string or a RichText', text);
}

function toPlain(plug: EventOwner, field: string, text: unknown): string {
  return typeof text === 'string' ? cleanText(text) : refuse(plug, field, 'a string', text);
}

function toDate(plug: EventOwner, at: unknown): Date {
  return at instanceof Date && !Number.isNaN(at.getTime()) ? at : refuse(plug, 'at', 'a valid Date', at);
}

function toRef(plug: EventOwner, channel: EventChannel, id: unknown): MessageRef {
  return messageRef(channel.ref, needString(plug, 'id', id));
}

function toUser(plug: EventOwner, user: QueuedUser): User {
  const id = needString(plug, 'user.id', user?.id);
  const nick = user.nick === undefined ? undefined : cleanName(plug, 'user.nick', user.nick);
  const fullName = user.fullName === undefined ? undefined : cleanName(plug, 'user.fullName', user.fullName);
  const whole = user.kind === 'user' && user.network === plug.networkId;
  if (whole && nick === user.nick && fullName === user.fullName) return user as User;
  return {
    ...user,
    kind: 'user',
    network: user.network ?? plug.networkId,
    id,
    ...(nick !== undefined && { nick }),
    ...(fullName !== undefined && { fullName }),
  };
}

/** A name is one line, or it could begin a line of its own where it is shown. */
function cleanName(plug: EventOwner, field: string, name: unknown): string {
  const cleaned = toPlain(plug, field, name);
  return BREAKS.test(cleaned) ? cleaned.replace(/[\n\t]+/g, ' ') : cleaned;
}

const BREAKS = /[\n\t]/;

function needString(plug: EventOwner, field: string, value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : refuse(plug, field, 'a string that is not empty', value);
}

function refuse(plug: EventOwner, field: string, expected: string, got: unknown): never {
  throw badEvent(plug, field, expected, shown(got));
}

function badEvent(plug: EventOwner, field: string, expected: string, got: string): PlugError {
  return new PlugError(`${plug.name} queued a bad event: ${field} should be ${expected}, but is ${got}`, {
    retryable: false,
    certain: true,
  });
}
