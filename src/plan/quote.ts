import type { Message } from '../model/message.ts';
import { type MessageRef, sameRef } from '../model/refs.ts';
import { defuse } from '../text/defuse.ts';
import { reduce } from '../text/reduce.ts';
import { RichText } from '../text/rich-text.ts';
import type { Segment } from '../text/segment.ts';
import { nameFor, shownAuthor } from './author.ts';
import type { Composition } from './composition.ts';
import { firstWords, messageWords, ownText } from './words.ts';

/** The longest line of a quote, in graphemes. */
const MAX_LINE = 120;

/** What a message answers, as the network can name it natively. */
export function nativeReply(message: Message, { capabilities, context }: Composition): MessageRef | undefined {
  if (!capabilities.reply || message.replyTo === undefined) return undefined;
  if (context.reply !== undefined) return context.reply;
  return context.channel !== undefined && sameRef(message.replyTo.channel, context.channel)
    ? message.replyTo
    : undefined;
}

/**
 * What goes along with a native reply, for networks whose replies carry a copy of what they answer: its author and its
 * text, without anything that pings or leaks.
 */
export function carriedQuote({ quoted }: Message, { capabilities, context }: Composition): Message | undefined {
  if (quoted === undefined) return undefined;
  const { text, user } = quoted;
  const words =
    text === undefined || String(text).trim() === '' ? new RichText(messageWords(quoted, MAX_LINE, context)) : text;
  const plain = reduce(
    words,
    capabilities.text.marks.filter((mark) => mark !== 'mention' && mark !== 'emoji'),
  ).text;
  return {
    text: context.pings ? plain : defuse(plain),
    ...(user === undefined ? {} : { user: shownAuthor(user) }),
  };
}

/** Shows what a message answers where it cannot be named: at most two lines of it, with its author. */
export function quoteReply(message: Message, composition: Composition): void {
  const { quoted } = message;
  if (message.replyTo === undefined && quoted === undefined) return;
  if (quoted === undefined) {
    composition.lose('reply', 'dropped');
    return;
  }
  composition.lose('reply', 'quoted');
  composition.line([quote(quoteLines(quoted, composition).join('\n'), composition)]);
}

/** Somebody's words, set off from ours. */
export function quote(text: string, composition: Composition): Segment {
  return composition.has('quote') ? { text, quote: true } : { text: text.replace(/^/gm, '> ') };
}

function quoteLines(quoted: Message, { capabilities, context, terse }: Composition): string[] {
  const { maxLength = Number.POSITIVE_INFINITY, maxLines } = capabilities.text;
  // The answer matters more than what it answers: the quote may take a quarter of the room.
  const max = Math.max(16, Math.min(MAX_LINE, Math.floor(maxLength / 4)));
  const name = quoted.user === undefined ? '' : `<${nameFor(quoted.user, context)}> `;
  const lines = ownText(quoted, context)
    .split(/\r\n|[\r\n\u2028\u2029]/, 12)
    .filter((line) => line.trim() !== '');
  const [first, second] = lines;
  if (first === undefined) return [name + messageWords(quoted, max, context)];
  if (second === undefined) return [name + firstWords(first, max)];
  if (terse || maxLines === 1) return [name + firstWords(`${first} ${second}`, max)];
  const rest = lines.length > 2 ? `${second}…` : second;
  return [name + firstWords(first, max), firstWords(rest, max)];
}
