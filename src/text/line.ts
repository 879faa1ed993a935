import type { Segment } from './segment.ts';

/** The marks of a whole line. */
export type Block = Pick<Segment, 'quote' | 'pre' | 'heading' | 'list'>;

/** One line; its runs have no line feed and no block marks. */
export interface Line {
  readonly block: Block;
  readonly runs: readonly Segment[];
}

/** The block of an ordinary line. */
export const plainBlock: Block = Object.freeze({});
