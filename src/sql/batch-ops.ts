import type { RowChange, Write } from '../store/records.ts';

/** What stands before each write of a batch as bytes, by its place. The order is part of the format: only ever added to. */
export const ops: readonly Write['op'][] = [
  'event',
  'event-done',
  'row',
  'row-change',
  'row-remove',
  'link',
  'migrate',
  'set',
  'unset',
];

/** The fields of a change, by the bit that says that they are there. Only ever added to, as well. */
export const changed: readonly (keyof RowChange)[] = [
  'state',
  'attempts',
  'changedAt',
  'refs',
  'reason',
  'action',
  'options',
];
