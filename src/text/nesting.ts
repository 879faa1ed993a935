import type { Segment } from './segment.ts';

/** The marks within a line that a format writes as nested pairs, from the outside in. */
export type Nesting = readonly ('bold' | 'italic' | 'underline' | 'strike' | 'spoiler' | 'link' | 'code')[];

/** A run without marks: what is before and behind a line. */
export const bareRun: Segment = Object.freeze({ text: '' });

/** The place of the first mark, from the outside in, in which two runs differ. */
export function firstChange(order: Nesting, from: Segment, to: Segment): number {
  const index = order.findIndex((mark) => from[mark] !== to[mark]);
  return index < 0 ? order.length : index;
}

/** What is written between two runs: the ends of the marks that end or must begin again, from the inside out. */
export function closings(
  order: Nesting,
  from: Segment,
  to: Segment,
  close: (mark: Nesting[number], run: Segment) => string,
): string {
  let written = '';
  for (let index = order.length - 1; index >= firstChange(order, from, to); index -= 1) {
    if (from[order[index]!]) written += close(order[index]!, from);
  }
  return written;
}

/** What is written before a run: the beginnings of its marks that are not open, from the outside in. */
export function openings(
  order: Nesting,
  from: Segment,
  to: Segment,
  open: (mark: Nesting[number], run: Segment) => string,
): string {
  let written = '';
  for (let index = firstChange(order, from, to); index < order.length; index += 1) {
    if (to[order[index]!]) written += open(order[index]!, to);
  }
  return written;
}
