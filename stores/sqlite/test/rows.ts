import { channelRef, type Write } from '../../../src/index.ts';

/** A write of a row that differs from others in its number only. @param size how many characters it has */
export function putRow(id: number, size = 10): Write {
  const channel = channelRef('net', '#room');
  const action = { text: 'x'.repeat(size) };
  const row = { id, key: `k${id}`, channel, state: 'pending', action, options: {}, attempts: 0 } as const;
  return { op: 'row', row: { ...row, at: id, changedAt: id, refs: [] } };
}
