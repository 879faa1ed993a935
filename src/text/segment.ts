import type { ChannelRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';

/** A way in which text can be more than characters. */
export type Mark =
  | 'bold'
  | 'italic'
  | 'underline'
  | 'strike'
  | 'code'
  | 'pre'
  | 'spoiler'
  | 'quote'
  | 'heading'
  | 'list'
  | 'link'
  | 'mention'
  | 'emoji';

/**
 * A run of characters with the same marks. `\n` ends a line; `quote`, `pre`, `heading` and `list` belong to whole lines,
 * and a line takes them from its first character that is no white space.
 */
export interface Segment {
  /** The characters; of a mention or custom emoji, what is shown where there are none: `@ann`, `:parrot:`. */
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  /** Characters of a fixed width within a line. */
  readonly code?: boolean;
  /** Hidden until the reader asks. */
  readonly spoiler?: boolean;
  readonly quote?: boolean;
  /** A block of code; its characters have no other marks but `quote`. */
  readonly pre?: { readonly language?: string };
  /** The level: 1 is the biggest. */
  readonly heading?: 1 | 2 | 3 | 4 | 5 | 6;
  /** An item: every line is one. The outermost depth is 0; items with an index are numbered. */
  readonly list?: { readonly depth: number; readonly index?: number };
  /** An absolute address. An http(s) address that is its own text needs no mark: every network finds it. */
  readonly link?: string;
  readonly mention?: User | ChannelRef | 'everyone' | 'here';
  /** A picture of the network's own; `name` is without colons. */
  readonly emoji?: { readonly name: string; readonly id?: string; readonly url?: string };
}

/** Every mark. */
export const allMarks: readonly Mark[] = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'pre',
  'spoiler',
  'quote',
  'heading',
  'list',
  'link',
  'mention',
  'emoji',
];

/** The segment without the marks that are off; what its marks hold cannot be changed. */
export function compactSegment(segment: Segment): Segment {
  const { text, bold, italic, underline, strike, code, spoiler, quote, pre, heading, list, link, mention, emoji } =
    segment;
  const kept: { -readonly [K in keyof Segment]: Segment[K] } = { text };
  if (bold) kept.bold = true;
  if (italic) kept.italic = true;
  if (underline) kept.underline = true;
  if (strike) kept.strike = true;
  if (code) kept.code = true;
  if (spoiler) kept.spoiler = true;
  if (quote) kept.quote = true;
  if (pre) kept.pre = fixed(pre);
  if (heading) kept.heading = heading;
  if (list) kept.list = fixed(list);
  if (link) kept.link = link;
  if (mention) kept.mention = typeof mention === 'string' ? mention : fixed(mention);
  if (emoji) kept.emoji = fixed(emoji);
  return kept;
}

function fixed<T extends object>(value: T): T {
  return Object.isFrozen(value) ? value : Object.freeze({ ...value });
}

/** Whether two segments have the same marks. */
export function sameMarks(a: Segment, b: Segment): boolean {
  return (
    sameInline(a, b) &&
    !a.quote === !b.quote &&
    a.heading === b.heading &&
    samePre(a.pre, b.pre) &&
    sameList(a.list, b.list)
  );
}

/** Whether two segments have the same marks within their line. */
export function sameInline(a: Segment, b: Segment): boolean {
  return (
    !a.bold === !b.bold &&
    !a.italic === !b.italic &&
    !a.underline === !b.underline &&
    !a.strike === !b.strike &&
    !a.code === !b.code &&
    !a.spoiler === !b.spoiler &&
    a.link === b.link &&
    sameJson(a.mention, b.mention) &&
    sameJson(a.emoji, b.emoji)
  );
}

/** Whether both are no code block, or blocks of one language. */
export function samePre(a: Segment['pre'], b: Segment['pre']): boolean {
  return a === b || (a !== undefined && b !== undefined && a.language === b.language);
}

function sameList(a: Segment['list'], b: Segment['list']): boolean {
  return a === b || (a !== undefined && b !== undefined && a.depth === b.depth && a.index === b.index);
}

function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return stableJson(a) === stableJson(b);
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
