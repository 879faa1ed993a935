import type { MessageRef } from './refs.ts';

/** One thing that a network could not show as it was meant. */
export interface Degradation {
  /** The content: a mark, `reply`, `card`, `attachment`, `edit`, `author`, … */
  readonly what: string;
  /** What became of it: `quoted`, `link`, `text`, `dropped`, … */
  readonly how: string;
  /** The part of a split message it happened in, from 0. */
  readonly part?: number;
}

/** What sending gave. */
export interface Receipt {
  /** One for each physical message, in order. */
  readonly refs: readonly [MessageRef, ...MessageRef[]];
  /** When the network took the last of them. */
  readonly at: Date;
  /** What was lost on the way; empty when nothing was. */
  readonly degraded: readonly Degradation[];
}
