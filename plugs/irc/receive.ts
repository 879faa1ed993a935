import {
  type Channel,
  type MessageRef,
  messageRef,
  type QueuedEvent,
  type QueuedUser,
  type RichText,
} from '../../src/index.ts';
import { type IrcMessage, messageTag } from './message.ts';
import { asciiLower, isChannelName } from './names.ts';

/** What reading a message needs to know. */
export interface Reader {
  /** The channel of a source. */
  channel(source: string): Channel;
  /** The source of a channel that the server names so. */
  sourceOf(name: string): string;
  isUs(nick: string): boolean;
  /** The text of a message: formatting codes, and the nicks in it. */
  read(text: string, channelName: string): string | RichText;
  /** An id for a message that the server gave none. */
  nextId(): string;
  /** Whether the message comes from the past: a bouncer plays back what was missed. */
  isHistory(message: IrcMessage): boolean;
}

/** A user as the base class completes them. Whatever case a server shows a nick in, it is the same user. */
export function userOf(nick: string): QueuedUser {
  return { id: asciiLower(nick), nick };
}

/** When the server says it happened (IRCv3 server-time). */
export function timeOf(message: IrcMessage): { readonly at?: Date } {
  const time = messageTag(message, 'time');
  if (time === undefined) return {};
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? {} : { at };
}

/** The event that a PRIVMSG or NOTICE is, or undefined where it is none of anybody's business. */
export function readMessage(message: IrcMessage, reader: Reader): QueuedEvent | undefined {
  const { nick, params, command, prefix } = message;
  const text = params[1];
  // What comes from a server and not from a person has no user in its prefix: notices of the connection itself.
  if (text === undefined || params[0] === undefined || nick === '' || !prefix.includes('!')) return undefined;
  const target = withoutRank(params[0]);
  const content = contentOf(text);
  if (content === undefined) return undefined;
  const inChannel = isChannelName(target);
  const source = inChannel ? reader.sourceOf(target) : asciiLower(reader.isUs(nick) ? target : nick);
  const channel = reader.channel(source);
  return {
    type: 'message',
    channel,
    id: messageTag(message, 'msgid') || reader.nextId(),
    user: userOf(nick),
    text: reader.read(content.text, inChannel ? target : ''),
    raw: message,
    ...(content.action && { action: true }),
    ...(command === 'NOTICE' && { extras: { notice: true } }),
    ...(message.tags !== '' && readTags(message, channel, reader)),
  };
}

/** What only a server with message tags tells. */
function readTags(
  message: IrcMessage,
  channel: Channel,
  reader: Reader,
): { readonly at?: Date; readonly history?: boolean; readonly replyTo?: MessageRef } {
  const reply = messageTag(message, '+draft/reply') ?? messageTag(message, '+reply');
  return {
    ...timeOf(message),
    ...(reader.isHistory(message) && { history: true }),
    ...(reply && { replyTo: messageRef(channel.ref, reply) }),
  };
}

/** A message for those of a rank and above (`@#channel`, STATUSMSG) is one of the channel. */
function withoutRank(target: string): string {
  return target.replace(/^[~&@%+]+(?=#)/, '');
}

/** ACTION is the one CTCP message that says something; others are questions to a program. */
function contentOf(text: string): { readonly text: string; readonly action: boolean } | undefined {
  if (!text.startsWith('\x01')) return { text, action: false };
  const inner = text.endsWith('\x01') ? text.slice(1, -1) : text.slice(1);
  return /^ACTION( |$)/i.test(inner) ? { text: inner.slice(7), action: true } : undefined;
}
