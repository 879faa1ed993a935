import { describe, expect, it } from 'vitest';
import { channelRef, StoreError, type Write } from '../../src/index.ts';
import { decodeBatch, encodeBatch } from '../../src/sql/index.ts';

const channel = channelRef('net', '#room');
const event = {
  sequence: 1,
  channel,
  type: 'message',
  at: 5,
  data: { ref: { id: 'm1' }, text: 'ü' },
  done: false,
  doneBy: [],
};

/** What is wrong with a batch. */
function fault(write: Write): StoreError {
  try {
    encodeBatch([write]);
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  return expect.unreachable('it was encoded');
}

describe('a batch as bytes', () => {
  it('is the same batch again, and has no change that was not in it', () => {
    const batch: Write[] = [
      { op: 'event-done', sequence: 1 },
      { op: 'event-done', sequence: 2, hook: 'bridge' },
      { op: 'row-change', id: 3, change: { state: 'dead', reason: 'no' } },
      { op: 'row-change', id: 4, change: {} },
      { op: 'row-remove', id: 5 },
      { op: 'migrate', from: channel, to: channelRef('net', '#other') },
      { op: 'unset', table: 't', key: 'k\u0000' },
    ];
    expect(decodeBatch(encodeBatch(batch))).toEqual(batch);
    expect(decodeBatch(encodeBatch([]))).toEqual([]);
  });

  it('is refused with the name of the field where something in it cannot be stored', () => {
    const bad = fault({ op: 'event', event: { ...event, at: Number.NaN } });
    expect(bad.message).toBe('what was to be stored has a bad at: expected a number, got NaN');
    expect(bad.retryable).toBe(false);
    expect(fault({ op: 'row-remove', id: '7' as never }).message).toContain('bad id: expected a whole number, got 7');
    const nameless = { ...event, channel: { ...channel, source: undefined as never } };
    expect(fault({ op: 'event', event: nameless }).message).toContain('bad channel.source: expected a text');
  });

  it('is refused where a value is not JSON', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(fault({ op: 'set', table: 't', key: 'k', value: circle as never }).message).toContain('is not JSON');
    expect(fault({ op: 'event', event: { ...event, data: undefined as never } }).retryable).toBe(false);
  });
});
