/** Where a line stands in a document. */
export interface Place {
  /** The quote it is in; 0 for none. */
  readonly quote: number;
  /** The list it is in; 0 for none. */
  readonly list: number;
  /** The number with which it begins a list, if it does. */
  readonly start: number | undefined;
}

/**
 * How many of the blank lines between two lines are markup: without one, a line behind a quote or an item would belong
 * to its last paragraph (CommonMark 0.31.2 §5.1, lazy continuation), and a list that does not begin with 1 to the
 * paragraph before it (§5.3).
 */
export function blankBetween(before: Place, after: Place): 0 | 1 {
  if (after.start !== undefined && after.start !== 1) return 1;
  if (before.quote > 0 !== after.quote > 0) return before.quote > 0 || before.list > 0 ? 1 : 0;
  return before.quote === after.quote && before.list > 0 && after.list === 0 ? 1 : 0;
}
