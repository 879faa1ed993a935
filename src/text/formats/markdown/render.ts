import type { Line } from '../../line.ts';
import type { RichText } from '../../rich-text.ts';
import { linesOf, plainCharacters } from '../../text-lines.ts';
import { escapeLine } from './escape.ts';
import { ListPlaces } from './list-places.ts';
import { renderRuns } from './render-runs.ts';
import { blankBetween, type Place } from './spacing.ts';

const INNOCENT = /^[\w\s,;!?"'().:=/%$€+À-ɏ-]*$/;
const MAYBE_MARKUP = /_|^[-+=#>\s]|^\d|\s$|www\.|:\/\//m;

/** Writes CommonMark with GFM's strikethrough; marks that it lacks are left out. Total. */
export function renderMarkdown(text: RichText): string {
  const plain = plainCharacters(text);
  if (plain !== undefined && INNOCENT.test(plain) && !MAYBE_MARKUP.test(plain)) return plain;
  return new Writer(linesOf(text)).write();
}

class Writer {
  private readonly lines: readonly Line[];
  private readonly written: string[] = [];
  private readonly lists = new ListPlaces();
  private last: Place | undefined;
  private quote = 0;

  constructor(lines: readonly Line[]) {
    this.lines = lines;
  }

  write(): string {
    for (let index = 0; index < this.lines.length; ) {
      const { block, runs } = this.lines[index]!;
      if (block.quote && !this.lines[index - 1]?.block.quote) this.quote += 1;
      if (runs.length === 0 && !block.pre) {
        this.push(block.quote === true, '');
        index += 1;
        continue;
      }
      const { indent, place } = this.lists.place(block, block.quote ? this.quote : 0);
      this.separate(place);
      if (block.pre) index = this.code(index);
      else {
        const sign = block.heading === undefined ? '' : `${'#'.repeat(block.heading)} `;
        const content = escapeLine(renderRuns(runs), block.heading !== undefined);
        this.push(block.quote === true, `${indent}${sign}${content}`);
        index += 1;
      }
      this.last = place;
    }
    return this.written.join('\n');
  }

  private separate(place: Place): void {
    if (this.last === undefined || blankBetween(this.last, place) === 0) return;
    this.push(place.quote > 0 && place.quote === this.last.quote, '');
  }

  private push(quote: boolean, line: string): void {
    if (!quote) this.written.push(line);
    else this.written.push(line === '' ? '>' : `> ${line}`);
  }

  /** Writes a block of code, with a fence longer than any run of backticks in it. */
  private code(start: number): number {
    const { pre, quote } = this.lines[start]!.block;
    const code: string[] = [];
    let end = start;
    for (; end < this.lines.length; end += 1) {
      const { block, runs } = this.lines[end]!;
      if (block.pre === undefined || block.pre.language !== pre!.language || block.quote !== quote) break;
      code.push(runs.map((run) => run.text).join(''));
    }
    const longest = Math.max(2, ...(code.join('\n').match(/`+/g) ?? []).map((run) => run.length));
    const fence = '`'.repeat(longest + 1);
    for (const line of [fence + (pre!.language ?? ''), ...code, fence]) this.push(quote === true, line);
    return end;
  }
}
