import type { Block } from './line.ts';

/** The biggest number a list may start with: CommonMark takes nine digits, and items follow it. */
const MAX_START = 99_999_999;

/** An open depth of a list. */
interface Level {
  /** Its depth as given. */
  given: number;
  /** The number of its last item, where it has numbers. */
  index: number | undefined;
}

/**
 * Makes the depths and numbers of a list's items what every network shows: the outermost depth is 0, none is skipped,
 * and after the first number of a list the others count on. Empty lines do not end a list; any other line does.
 */
export class ListCounter {
  private open: Level[] = [];
  private quoted = false;

  /** The mark of the next line's item, if it is one. */
  next(block: Block, empty: boolean): Block['list'] {
    const quoted = block.quote === true;
    if (quoted !== this.quoted || (block.list === undefined && (!empty || block.pre))) this.open = [];
    this.quoted = quoted;
    if (block.list === undefined) return undefined;
    const level = this.level(Math.trunc(block.list.depth) || 0);
    level.index = block.list.index === undefined ? undefined : (level.index ?? start(block.list.index) - 1) + 1;
    const depth = this.open.length - 1;
    return level.index === undefined ? { depth } : { depth, index: level.index };
  }

  /** The level for items of a depth as given: the one that has it, or the innermost one further out than it, and one. */
  private level(given: number): Level {
    let level: Level = { given, index: undefined };
    while (this.open.length > 0 && this.open.at(-1)!.given > given) level = this.open.pop()!;
    const last = this.open.at(-1);
    if (last?.given === given) return last;
    level.given = given;
    this.open.push(level);
    return level;
  }
}

function start(index: number): number {
  return Math.min(MAX_START, Math.max(0, Math.trunc(index) || 0));
}
