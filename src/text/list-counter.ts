import type { Block } from './line.ts';

/** The biggest number a list may start with: CommonMark takes nine digits, and items follow it. */
const MAX_START = 99_999_999;

/**
 * Makes the depths and numbers of a list's items what every network shows: no depth is skipped, and after the first
 * number of a list the others count on. Blank lines do not end a list; any other line does.
 */
export class ListCounter {
  /** For each open depth, the number of its last item, or undefined for a list without numbers. */
  private open: (number | undefined)[] = [];
  private quoted = false;

  /** The mark of the next line's item, if it is one. */
  next(block: Block, blank: boolean): Block['list'] {
    const quoted = block.quote === true;
    if (quoted !== this.quoted || (block.list === undefined && (!blank || block.pre))) this.open = [];
    this.quoted = quoted;
    if (block.list === undefined) return undefined;
    const depth = Math.min(Math.max(1, Math.trunc(block.list.depth) || 1), this.open.length + 1);
    this.open.length = Math.min(this.open.length, depth);
    const last = this.open[depth - 1];
    const index = block.list.index === undefined ? undefined : last === undefined ? start(block.list.index) : last + 1;
    this.open[depth - 1] = index;
    return index === undefined ? { depth } : { depth, index };
  }
}

function start(index: number): number {
  return Math.min(MAX_START, Math.max(0, Math.trunc(index) || 0));
}
