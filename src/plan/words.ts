import type { FileAttachment } from '../model/attachment.ts';
import type { Attachment, Message } from '../model/message.ts';
import type { Segment } from '../text/segment.ts';
import { mentionWords } from './author.ts';
import type { PlanContext } from './message-plan.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** No more than this is looked at, however long a text is: first words are wanted, in a time that is bounded. */
const LOOK_AHEAD = 16;

/** The first words of a text on one line, at most `max` graphemes with the ellipsis. */
export function firstWords(text: string, max: number): string {
  const line = text
    .slice(0, max * LOOK_AHEAD)
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .trim();
  const cut = text.length > max * LOOK_AHEAD;
  if (line.length < max && !cut) return line;
  const units = Array.from(graphemes.segment(line), (unit) => unit.segment);
  if (units.length <= max && !cut) return line;
  const head = units.slice(0, Math.max(0, max - 1)).join('');
  const space = head.lastIndexOf(' ');
  return `${(space > head.length / 2 ? head.slice(0, space) : head).trimEnd()}…`;
}

/** What a message says, on one line: its first words, else what hangs on it, else that it is empty. */
export function messageWords(message: Message, max: number, context: PlanContext): string {
  const spoken = firstWords(ownText(message, context), max);
  if (spoken !== '') return spoken;
  const { attachments = [], card } = message;
  const things = attachments.map(attachmentWords);
  if (card !== undefined) things.push(card.title || card.summary || '[card]');
  return firstWords(things.join(' '), max) || '[empty message]';
}

/**
 * The text without what it quotes itself, so that a quote of an answer shows the answer, and without what it hides: what
 * is repeated elsewhere has nothing to hide it behind.
 */
export function ownText({ text }: Message, context: PlanContext): string {
  if (text === undefined) return '';
  if (text.isPlain) return String(text);
  const own = shownText(
    text.segments.filter((segment) => !segment.quote),
    context,
  );
  return own.trim() === '' ? shownText(text.segments, context) : own;
}

function shownText(segments: readonly Segment[], context: PlanContext): string {
  const words = segments.map((segment, index) => {
    if (!segment.spoiler) return mentionWords(segment, context);
    return segments[index - 1]?.spoiler ? '' : '[spoiler]';
  });
  return words.join('');
}

/** An attachment in words: `[image: cat.png, 1.2 MB]`. */
export function attachmentWords(attachment: Attachment): string {
  if (attachment.type === 'file') return fileWords(attachment);
  if (attachment.type === 'location')
    return `[location: ${oneLine(attachment.name || attachment.address || coordinates(attachment))}]`;
  if (attachment.type === 'poll') return `[poll: ${oneLine(attachment.question)}]`;
  return '[forwarded message]';
}

/** A file in words: its kind, name and size. */
export function fileWords(file: FileAttachment): string {
  const facts = [file.name, file.size === undefined ? undefined : sizeWords(file.size)].filter(Boolean);
  const alt = file.alt ? ` – ${oneLine(file.alt)}` : '';
  return `[${file.kind}${facts.length > 0 ? `: ${oneLine(facts.join(', '))}` : ''}${alt}]`;
}

/** Latitude and longitude in degrees, to about a metre. */
export function coordinates(place: { readonly latitude: number; readonly longitude: number }): string {
  return `${degrees(place.latitude)}, ${degrees(place.longitude)}`;
}

/** A stranger's string on one line. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, ' ').trim();
}

function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 10 ? Math.round(size) : Math.round(size * 10) / 10} ${units[unit]}`;
}

function degrees(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(5))) : '?';
}
