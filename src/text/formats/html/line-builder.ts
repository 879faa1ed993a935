import { type Block, type Line, plainBlock } from '../../line.ts';
import type { Segment } from '../../segment.ts';

/** Makes lines of text, breaks and blocks as a browser does: a block begins a line unless it is at the start of one. */
export class LineBuilder {
  /** The block marks of what comes. */
  block: Block = plainBlock;
  /** The item whose first line comes. */
  item: Block['list'];
  private readonly lines: Line[] = [];
  private runs: Segment[] = [];
  private current: Block | undefined;
  /** Whether a blank line comes before the next text. */
  private gap = false;
  private space = false;

  /** Adds characters to the line. */
  text(run: Segment): void {
    if (run.text === '') return;
    if (this.gap) this.lines.push({ block: this.quoteOnly(), runs: [] });
    this.gap = false;
    if (this.current === undefined) {
      this.current = this.item === undefined ? this.block : { ...this.block, list: this.item };
      if (run.text.trim() !== '') this.item = undefined;
    } else if (this.space) this.runs.push({ text: ' ' });
    this.space = false;
    const last = this.runs.at(-1);
    if (typeof last?.mention === 'object' && last.mention === run.mention) {
      this.runs[this.runs.length - 1] = { ...last, text: last.text + run.text };
    } else this.runs.push(run);
  }

  /** Adds a space if more text comes in this line. */
  softSpace(): void {
    this.space = true;
  }

  /** Ends the line, even an empty one. */
  breakLine(): void {
    this.lines.push({ block: this.current ?? this.block, runs: this.runs });
    this.runs = [];
    this.current = undefined;
    this.space = false;
    this.gap = false;
  }

  /** Ends the line if there is anything in it. */
  boundary(): void {
    if (this.current !== undefined) this.breakLine();
    this.gap = false;
    this.space = false;
  }

  /** Ends a paragraph: a blank line comes before more text. */
  paragraph(): void {
    const hasText = this.current !== undefined;
    const gap = this.gap;
    this.boundary();
    this.gap = hasText || gap;
  }

  /** Whether the line has anything in it. */
  get isOpen(): boolean {
    return this.current !== undefined;
  }

  /** The lines; where line feeds end lines, an empty one at the end counts. */
  end(feeds: boolean): readonly Line[] {
    if (feeds || this.current !== undefined) this.breakLine();
    return this.lines;
  }

  private quoteOnly(): Block {
    return this.block.quote ? { quote: true } : plainBlock;
  }
}
