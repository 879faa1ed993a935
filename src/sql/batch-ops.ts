import type { Write } from '../store/records.ts';

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
