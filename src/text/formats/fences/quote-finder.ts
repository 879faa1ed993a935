const FENCE = '```';

/** What stands before a quoted line, and before a quote of all that follows; both with the sticky flag. */
export interface QuoteSigns {
  readonly line: RegExp;
  readonly rest: RegExp;
}

/** Finds the quotes of a text. Goes over the text once. */
export class QuoteFinder {
  private readonly source: string;
  /** The next code fence: what looks like a quote within code is none. */
  private fence: number;

  private readonly signs: QuoteSigns;

  constructor(source: string, signs: QuoteSigns) {
    this.source = source;
    this.signs = signs;
    this.fence = source.indexOf(FENCE);
  }

  /** Whether a quote begins at the start of a line. */
  isAt(start: number): boolean {
    return this.after(this.signs.rest, start) > start || this.after(this.signs.line, start) > start;
  }

  /** The text of the quote at `start`, and where it ends. */
  read(start: number): { readonly text: string; readonly end: number } {
    const quoted: string[] = [];
    let next = start;
    for (;;) {
      const rest = this.after(this.signs.rest, next);
      const line = this.after(this.signs.line, next);
      if (rest > next) {
        quoted.push(this.source.slice(rest));
        next = this.source.length + 1;
      } else if (line > next) {
        const end = this.endOfLine(next);
        quoted.push(this.source.slice(line, end));
        next = end + 1;
      } else return { text: quoted.join('\n'), end: next - 1 };
    }
  }

  /** The line feed before the next quote behind `start`; the end if there is none. */
  next(start: number): number {
    let feed = this.endOfLine(start);
    while (feed < this.source.length) {
      const code = this.codeBefore(feed, start);
      if (code > feed) feed = this.endOfLine(code);
      else if (this.isAt(feed + 1)) return feed;
      else feed = this.endOfLine(feed + 1);
    }
    return feed;
  }

  /** Where the last code block ends that begins between `start` and `feed`; `feed` if there is none. */
  private codeBefore(feed: number, start: number): number {
    if (this.fence >= 0 && this.fence < start) this.fence = this.source.indexOf(FENCE, start);
    let last = feed;
    while (this.fence >= 0 && this.fence < feed) {
      const end = this.source.indexOf(FENCE, this.fence + FENCE.length);
      if (end < 0) this.fence = -1;
      else {
        last = Math.max(last, end + FENCE.length);
        this.fence = this.source.indexOf(FENCE, end + FENCE.length);
      }
    }
    return last;
  }

  /** The offset behind what stands before a quote; the start where it does not stand there. */
  private after(sign: RegExp, start: number): number {
    sign.lastIndex = start;
    return start <= this.source.length && sign.test(this.source) ? sign.lastIndex : start;
  }

  private endOfLine(start: number): number {
    const feed = this.source.indexOf('\n', start);
    return feed < 0 ? this.source.length : feed;
  }
}
