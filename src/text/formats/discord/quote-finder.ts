const FENCE = '```';

/** Finds the quotes of a text: lines after `> `, and all the rest after `>>> `. Goes over the text once. */
export class QuoteFinder {
  private readonly source: string;
  /** The next code fence: what looks like a quote within code is none. */
  private fence: number;

  constructor(source: string) {
    this.source = source;
    this.fence = source.indexOf(FENCE);
  }

  /** Whether a quote begins at the start of a line. */
  isAt(start: number): boolean {
    return this.source.startsWith('> ', start) || this.source.startsWith('>>> ', start);
  }

  /** The text of the quote at `start`, and where it ends. */
  read(start: number): { readonly text: string; readonly end: number } {
    const quoted: string[] = [];
    let next = start;
    while (this.source.startsWith('> ', next)) {
      const end = this.endOfLine(next);
      quoted.push(this.source.slice(next + 2, end));
      next = end + 1;
    }
    if (this.source.startsWith('>>> ', next)) {
      quoted.push(this.source.slice(next + 4));
      next = this.source.length + 1;
    }
    return { text: quoted.join('\n'), end: next - 1 };
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

  private endOfLine(start: number): number {
    const feed = this.source.indexOf('\n', start);
    return feed < 0 ? this.source.length : feed;
  }
}
