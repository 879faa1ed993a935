import type { Message } from '../model/message.ts';
import { type MessageRef, sameRef } from '../model/refs.ts';
import { shownName } from './author.ts';
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

/** Shows what a message answers where it cannot be named: at most two lines of it, with its author. */
export function quoteReply(message: Message, composition: Composition): void {
  const { quoted } = message;
  if (message.replyTo === undefined && quoted === undefined) return;
  if (quoted === undefined) {
    composition.lose('reply', 'dropped');
    return;
  }
  composition.lose('reply', 'quoted');
  for (const line of quoteLines(quoted, composition)) composition.line([quoteLine(line, composition)]);
}

/** One line of somebody's words, set off from ours. */
export function quoteLine(text: string, composition: Composition): { text: string; quote?: boolean } {
  return composition.has('quote') ? { text, quote: true } : { text: `> ${text}` };
}

function quoteLines(quoted: Message, { capabilities, terse }: Composition): string[] {
  const { maxLength = Number.POSITIVE_INFINITY, maxLines } = capabilities.text;
  // The answer matters more than what it answers: the quote may take a quarter of the room.
  const max = Math.max(16, Math.min(MAX_LINE, Math.floor(maxLength / 4)));
  const name = quoted.user === undefined ? '' : `<${shownName(quoted.user)}> `;
  const lines = ownText(quoted)
    .split(/\r\n|[\r\n\u2028\u2029]/, 12)
    .filter((line) => line.trim() !== '');
  const [first, second] = lines;
  if (first === undefined) return [name + messageWords(quoted, max)];
  if (second === undefined) return [name + firstWords(first, max)];
  if (terse || maxLines === 1) return [name + firstWords(`${first} ${second}`, max)];
  const rest = lines.length > 2 ? `${second}…` : second;
  return [name + firstWords(first, max), firstWords(rest, max)];
}
