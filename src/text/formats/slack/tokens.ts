import { displayName } from '../../../model/user.ts';
import { emojiFromName } from '../../emoji.ts';
import type { Segment } from '../../segment.ts';
import type { SpanTokens } from '../spans/read.ts';
import type { SlackContext } from './context.ts';
import { EMOJI, slackRules } from './rules.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const PATTERN = new RegExp(`<[^<>\\n]+>|&(?:amp|lt|gt);|${EMOJI.source}`, 'g');
const TOKEN = /^<([@#!]?)([^|>]*)(?:\|([^>]*))?>$/;

const ID = /^[A-Z0-9]+$/;

/** Reads what stands in angle brackets, entities and emoji. */
export function slackTokens(context: SlackContext): SpanTokens {
  return { pattern: PATTERN, read: (source) => readToken(source, context) };
}

/** The characters of a text in which nothing but brackets and entities means anything. */
export function readSlackCode(source: string): string {
  return source.replace(/<[^<>\n]+>/g, (token) => readToken(token, {}, true).text).replace(/&(?:amp|lt|gt);/g, decode);
}

function decode(entity: string): string {
  return ENTITIES[entity] ?? entity;
}

function decodeAll(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, decode);
}

function readToken(source: string, context: SlackContext, encoded = false): Segment {
  if (source.startsWith('&')) return { text: decode(source) };
  if (!source.startsWith('<')) return readEmoji(source.replace(/^\u200c/, ''), context);
  const [, sign, target = '', label] = TOKEN.exec(source) ?? [];
  const shown = (text: string): string => (encoded ? text : decodeAll(text));
  if (sign === '@') return readUser(shown(target), label, context);
  if (sign === '#') return readChannel(shown(target), label, context);
  if (sign === '!') return readSpecial(shown(target), label === undefined ? undefined : shown(label));
  const link = shown(target);
  if (label === undefined || shown(label) === link) return { text: link };
  return { text: shown(label).replaceAll(`${slackRules.boundary}\``, '`'), link };
}

function readEmoji(source: string, { emoji }: SlackContext): Segment {
  if (source[1] === '\u200c') return { text: `:${source.slice(2)}` };
  const name = source.slice(1, -1);
  const url = emoji?.(name);
  return url === undefined ? { text: emojiFromName(source) ?? source } : { text: source, emoji: { name, url } };
}

function readUser(id: string, label: string | undefined, { network, user }: SlackContext): Segment {
  const known = user?.(id);
  if (known !== undefined) return { text: `@${displayName(known)}`, mention: known };
  const text = `@${label ?? id}`;
  return network === undefined || !ID.test(id) ? { text } : { text, mention: { kind: 'user', network, id } };
}

function readChannel(id: string, label: string | undefined, { network, channel }: SlackContext): Segment {
  const text = `#${channel?.(id) ?? (label || id)}`;
  return network === undefined || !ID.test(id) ? { text } : { text, mention: { kind: 'channel', network, source: id } };
}

/** `!here`, `!everyone`, `!channel`, a group of users, or a date with its text. */
function readSpecial(target: string, label: string | undefined): Segment {
  if (target === 'everyone' || target === 'channel') return { text: `@${target}`, mention: 'everyone' };
  if (target === 'here') return { text: '@here', mention: 'here' };
  return { text: label ?? `@${target.replace(/^subteam\^/, '')}` };
}
