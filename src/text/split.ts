import type { TextUnit } from '../model/capabilities.ts';
import { breakPoints, codePointEnd, isBlankAt } from './break-point.ts';
import { Cutter } from './cut.ts';
import { measure } from './measure.ts';
import { RichText } from './rich-text.ts';
import type { Segment } from './segment.ts';

/** How long a part may be. */
export interface SplitOptions {
  /** The most units of one part, as rendered. */
  readonly max: number;
  readonly unit: TextUnit;
  /** The network's markup; default: the bare characters. */
  readonly render?: ((text: RichText) => string) | undefined;
  /** The most lines of one part, as rendered. Default: no limit. */
  readonly maxLines?: number | undefined;
}

/**
 * Cuts a text into parts that fit as rendered: after a paragraph, else a line, a sentence, a word, a grapheme. Marks go
 * on in the next part. White space at the cuts is left out, and so are parts of nothing else. A grapheme that does not
 * fit is cut at code points; marks whose markup leaves no room for a single one are left out. Total, in linear time.
 */
export function split(text: RichText, options: SplitOptions): RichText[] {
  const { render = String, unit } = options;
  const max = Math.max(1, options.max);
  const maxLines = Math.max(1, options.maxLines ?? Number.POSITIVE_INFINITY);
  const fits = (part: RichText): boolean => {
    const rendered = render(part);
    return measure(rendered, unit) <= max && (maxLines === Number.POSITIVE_INFINITY || hasLines(rendered, maxLines));
  };
  // Longer text than this fits only where the markup is shorter than the text: not worth to render all of it.
  const longest = unit === 'codepoint' ? max * 2 : max;
  if (text.length <= longest && fits(text)) return [text];
  const marked = new Source(text, fits);
  const bare = new Source(new RichText(text.toString()), fits);
  const parts: RichText[] = [];
  let start = 0;
  while (start < text.length) {
    const limit = Math.min(text.length, start + longest, marked.endOfLine(start, maxLines));
    const part = marked.next(start, limit) ?? bare.next(start, limit) ?? bare.forced(start);
    if (part.text.toString().trim() !== '') parts.push(part.text);
    start = part.end + blanks(marked.characters, part.end);
  }
  return parts;
}

interface Part {
  readonly text: RichText;
  /** Where it ends, in UTF-16 units of the whole text. */
  readonly end: number;
}

class Source {
  readonly characters: string;
  private readonly cutter: Cutter;
  private readonly fits: (part: RichText) => boolean;

  constructor(text: RichText, fits: (part: RichText) => boolean) {
    this.characters = text.toString();
    this.cutter = new Cutter(text.segments);
    this.fits = fits;
  }

  /** The part from `start` that reaches at most to `limit`; undefined where not even one code point fits. */
  next(start: number, limit: number): Part | undefined {
    const end = this.furthest(start, limit);
    if (end === undefined) return undefined;
    if (end === this.characters.length) return { text: this.cut(start, end), end };
    for (const point of breakPoints(this.characters, start, end)) {
      const outside = this.cutter.outsideAtom(point);
      const place = outside > start ? outside : point;
      if (place <= start) continue;
      const text = this.cut(start, trimmedEnd(this.characters, start, place));
      if (this.fits(text)) return { text, end: place };
    }
    return { text: this.cut(start, end), end };
  }

  /** The first code point alone, whether it fits or not: there is no smaller part. */
  forced(start: number): Part {
    const end = codePointEnd(this.characters, start);
    return { text: this.cut(start, end), end };
  }

  /** Where the line ends that is `count` lines behind `start`. */
  endOfLine(start: number, count: number): number {
    if (count === Number.POSITIVE_INFINITY) return this.characters.length;
    let end = start - 1;
    for (let line = 0; line < count; line += 1) {
      end = this.characters.indexOf('\n', end + 1);
      if (end < 0) return this.characters.length;
    }
    return Math.max(end, start + 1);
  }

  /** The furthest end up to `limit` with which a part from `start` fits. */
  private furthest(start: number, limit: number): number | undefined {
    if (this.fits(this.cut(start, limit))) return limit;
    let low = codePointEnd(this.characters, start);
    if (low >= limit || !this.fits(this.cut(start, low))) return undefined;
    let high = limit;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.fits(this.cut(start, middle))) low = middle;
      else high = middle;
    }
    return low;
  }

  private cut(start: number, end: number): RichText {
    const segments = this.cutter.cut(start, end);
    const continues = start > 0 && this.characters[start - 1] !== '\n';
    return new RichText(continues && segments.some((segment) => segment.list) ? endItem(segments) : segments);
  }
}

/** The rest of a cut line is no item of its own. */
function endItem(segments: readonly Segment[]): Segment[] {
  const ended: Segment[] = [];
  let inFirstLine = true;
  for (const segment of segments) {
    const { list, ...rest } = segment;
    const feed = segment.text.indexOf('\n');
    if (!inFirstLine || list === undefined) ended.push(segment);
    else if (feed < 0) ended.push(rest);
    else ended.push({ ...rest, text: segment.text.slice(0, feed) }, { ...segment, text: segment.text.slice(feed) });
    inFirstLine &&= feed < 0;
  }
  return ended;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let trimmed = end;
  while (trimmed > start && /\s/.test(text[trimmed - 1]!)) trimmed -= 1;
  return trimmed > start ? trimmed : end;
}

/** How much white space a cut at `at` leaves out: blank lines whole, but not what indents the next line. */
function blanks(text: string, at: number): number {
  let end = at;
  let line = -1;
  for (; end < text.length && isBlankAt(text, end); end += 1) if (text[end] === '\n') line = end;
  if (end === text.length || line < 0) return end - at;
  return line + 1 - at;
}

function hasLines(text: string, max: number): boolean {
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count += 1;
    if (count > max) return false;
  }
  return true;
}
