import { cleanText } from './clean-text.ts';
import { Cutter } from './cut.ts';
import { graphemeCount, graphemeOffsets } from './graphemes.ts';
import { readSegments } from './json.ts';
import { joinLines, normalLines, readLines } from './lines.ts';
import { isKnownNormal, rememberNormal } from './normal.ts';
import { compactSegment, type Segment, sameMarks } from './segment.ts';

/** What a rich text can be made of: a string is taken literally, never parsed. */
export type RichTextInput = string | Segment | readonly (string | Segment)[];

/**
 * Text with marks: a flat list of segments. Immutable, JSON-safe, total on empty text.
 *
 * @example
 * const text = new RichText(['see ', { text: 'the manual', link: 'https://example.org/' }]);
 * String(text); // 'see the manual'
 */
export class RichText {
  /** A text of no characters. */
  static readonly empty: RichText = new RichText('');

  // Ordinary fields, not #private: a test's deep comparison then sees them.
  private readonly characters: string;
  private readonly runs: readonly Segment[] | undefined;

  /** @throws TypeError for a segment without text */
  constructor(content: RichTextInput = '') {
    if (typeof content === 'string') {
      this.characters = content;
      this.runs = undefined;
    } else {
      const runs = toRuns(content);
      this.runs = runs;
      this.characters = runs === undefined ? joined(content) : joined(runs);
    }
  }

  /** The rich text meant: a RichText is itself. */
  static from(input: RichText | RichTextInput): RichText {
    return input instanceof RichText ? input : new RichText(input);
  }

  /**
   * The text from what `toJSON` gave.
   * @throws TypeError naming the segment and field that is wrong
   */
  static fromJSON(value: unknown): RichText {
    return typeof value === 'string' ? new RichText(value) : new RichText(readSegments(value));
  }

  get segments(): readonly Segment[] {
    return this.runs ?? (this.characters === '' ? [] : [{ text: this.characters }]);
  }

  /** Whether it is nothing but characters. */
  get isPlain(): boolean {
    return this.runs === undefined;
  }

  /** The number of UTF-16 units, as of a string. */
  get length(): number {
    return this.characters.length;
  }

  /** The characters; a mention and a custom emoji show as their text. */
  toString(): string {
    return this.characters;
  }

  /** The characters without the marks. */
  plain(): string {
    return this.characters;
  }

  toJSON(): readonly Segment[] {
    return this.segments;
  }

  /** Whether both have the same characters with the same marks, however they are cut into segments. */
  equals(other: RichText): boolean {
    if (this === other) return true;
    if (this.characters !== other.characters) return false;
    const left = merged(this.segments);
    const right = merged(other.segments);
    return (
      left.length === right.length &&
      left.every((segment, index) => segment.text === right[index]!.text && sameMarks(segment, right[index]!))
    );
  }

  /** The texts one after another. */
  concat(...others: readonly (RichText | RichTextInput)[]): RichText {
    const all = [this, ...others.map((other) => RichText.from(other))].filter((text) => text.length > 0);
    if (all.length === 0) return RichText.empty;
    return all.length === 1 ? all[0]! : new RichText(all.flatMap((text) => text.segments));
  }

  /** The graphemes from `start` up to `end`; negative numbers count from the end, as with strings. */
  slice(start: number, end?: number): RichText {
    const offsets = graphemeOffsets(this.characters);
    const count = offsets.length - 1;
    const at = (index: number): number => offsets[index < 0 ? Math.max(0, count + index) : Math.min(index, count)]!;
    return this.substring(at(Math.trunc(start)), at(Math.trunc(end ?? count)));
  }

  /** The UTF-16 units from `start` up to `end`. A mention or custom emoji that is cut is only its characters. */
  substring(start: number, end: number = this.characters.length): RichText {
    const from = Math.max(0, start);
    const to = Math.min(end, this.characters.length);
    if (from >= to) return RichText.empty;
    if (from === 0 && to === this.characters.length) return this;
    if (this.runs === undefined) return new RichText(this.characters.slice(from, to));
    return new RichText(new Cutter(this.runs).cut(from, to));
  }

  /**
   * The text without white space at its ends, and of at most `max` graphemes: a longer one ends in the ellipsis.
   */
  trim(max?: number, ellipsis = '…'): RichText {
    const start = this.characters.length - this.characters.trimStart().length;
    const trimmed = this.substring(start, Math.max(start, this.characters.trimEnd().length));
    if (max === undefined || graphemeCount(trimmed.characters) <= max) return trimmed;
    const room = max - graphemeCount(ellipsis);
    if (room < 0) return new RichText(ellipsis).slice(0, Math.max(0, max));
    const head = trimmed.slice(0, room);
    return head.substring(0, head.characters.trimEnd().length).concat(ellipsis);
  }

  /** The lines, without the line feeds: at least one. */
  lines(): RichText[] {
    const lines: RichText[] = [];
    const cutter = this.runs === undefined ? undefined : new Cutter(this.runs);
    let start = 0;
    for (const line of this.characters.split('\n')) {
      lines.push(new RichText(cutter === undefined ? line : cutter.cut(start, start + line.length)));
      start += line.length + 1;
    }
    return lines;
  }

  /** The text with `prefix` before each line. */
  indent(prefix: RichText | RichTextInput): RichText {
    const before = RichText.from(prefix).segments;
    const lines = this.lines().map((line, index) => [...(index === 0 ? [] : ['\n']), ...before, ...line.segments]);
    return new RichText(lines.flat());
  }

  /**
   * The one form of all texts that look the same: clean characters, no marks on white space at their edges, block marks
   * on whole lines, numbers of a list in sequence, equal neighbours merged, no empty segments.
   */
  normalise(): RichText {
    if (this.runs === undefined ? cleanText(this.characters) === this.characters : isKnownNormal(this)) return this;
    return rememberNormal(new RichText(joinLines(normalLines(readLines(this.segments)))));
  }
}

/** The segments, or undefined where there is no mark. */
function toRuns(content: Segment | readonly (string | Segment)[]): readonly Segment[] | undefined {
  const parts: readonly (string | Segment)[] = Array.isArray(content) ? content : [content as Segment];
  let marked = false;
  const runs = parts.map((part) => {
    if (typeof part === 'string') return { text: part };
    if (typeof part?.text !== 'string') throw new TypeError('a segment of a RichText: expected an object with a text');
    const segment = compactSegment(part);
    marked ||= hasMarks(segment);
    return Object.freeze(segment);
  });
  return marked ? Object.freeze(runs) : undefined;
}

function hasMarks(segment: Segment): boolean {
  for (const key in segment) if (key !== 'text') return true;
  return false;
}

function joined(content: Segment | readonly (string | Segment)[]): string {
  if (!Array.isArray(content)) return (content as Segment).text;
  let text = '';
  for (const part of content as readonly (string | Segment)[]) text += typeof part === 'string' ? part : part.text;
  return text;
}

function merged(segments: readonly Segment[]): Segment[] {
  const all: Segment[] = [];
  for (const segment of segments) {
    if (segment.text === '') continue;
    const last = all.at(-1);
    if (last && !segment.mention && !segment.emoji && sameMarks(last, segment)) {
      all[all.length - 1] = { ...last, text: last.text + segment.text };
    } else all.push(segment);
  }
  return all;
}
