import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelRef, messageRef, StoreError, type Write } from '../../src/index.ts';
import { decodeBatch, encodeBatch, RecentJson } from '../../src/sql/index.ts';
import { JsonText } from '../../src/sql/json.ts';

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

/** A batch with its JSON read, as it was before it became bytes. */
function read(value: unknown): unknown {
  if (value instanceof JsonText) return JSON.parse(value.text);
  if (Array.isArray(value)) return value.map(read);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, read(inner)]));
}

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const place = fc.tuple(text, text).map(([network, source]) => channelRef(network, source));
const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<never>;
const message = fc.record({ text: fc.array(fc.record({ text })) });
const action = fc.oneof(json, fc.record({ kind: text, message }), fc.record({ message }));
const whole = fc.maxSafeInteger();
const refs = fc.array(fc.tuple(place, text).map(([where, id]) => messageRef(where, id)));
const moments = { at: fc.double({ noNaN: true, noDefaultInfinity: true }).map((at) => at + 0), changedAt: fc.nat() };
const state = fc.constantFrom('pending' as const, 'sent' as const);
const optional = { requiredKeys: [] };

const write: fc.Arbitrary<Write> = fc.oneof(
  fc
    .record({
      sequence: whole,
      channel: place,
      type: text,
      identity: text,
      data: json,
      at: moments.at,
      doneBy: fc.array(text),
    })
    .map((one): Write => ({ op: 'event', event: { ...one, done: one.doneBy.length === 0 } })),
  fc
    .record({
      id: whole,
      key: text,
      channel: place,
      state,
      action,
      options: json,
      attempts: fc.nat(),
      refs,
      ...moments,
    })
    .chain((row) => fc.record({ family: text, reason: text }, optional).map((rest) => ({ ...row, ...rest })))
    .map((row): Write => ({ op: 'row', row: row as never })),
  fc
    .record({ state, attempts: fc.nat(), changedAt: fc.nat(), refs, reason: text, action, options: json }, optional)
    .chain((change) => whole.map((id): Write => ({ op: 'row-change', id, change: change as never }))),
  fc
    .record({ family: text, channel: place, ids: fc.array(text), original: fc.boolean(), version: fc.nat() })
    .chain((link) =>
      fc.record({ message }, optional).map((rest) => ({ ...link, ...rest, deleted: !link.original, at: 1 })),
    )
    .map((link): Write => ({ op: 'link', link: link as never })),
  fc.record({ op: fc.constant('set' as const), table: text, key: text, value: json }),
);

describe('a batch as bytes', () => {
  it('is the same batch again, whatever is in it', () => {
    const batches = fc.array(fc.array(write), { maxLength: 4 });
    fc.assert(
      fc.property(batches, (all) => {
        for (const batch of all)
          expect(read(decodeBatch(encodeBatch(batch)))).toEqual(JSON.parse(JSON.stringify(batch)));
      }),
    );
  });

  it('has what is in it more than once as one', () => {
    const said = { text: [{ text: 'long '.repeat(200) }] };
    const link = { family: 'f', channel, ids: ['m1'], original: false, version: 0, deleted: false, at: 1 };
    const row = { id: 1, key: 'k', channel, state: 'pending', options: {}, attempts: 0, at: 1, changedAt: 1, refs: [] };
    const batch: Write[] = [
      { op: 'row', row: { ...row, state: 'pending', action: { kind: 'message', message: said } } },
      { op: 'link', link: { ...link, message: said } },
      { op: 'link', link: { ...link, version: 1, message: said } },
    ];
    expect(encodeBatch(batch).length).toBeLessThan(1500);
    expect(read(decodeBatch(encodeBatch(batch)))).toEqual(batch);
  });

  it('has the message that it has, whatever was remembered of others', () => {
    const recent = new RecentJson();
    const rest = { family: 'f', channel, ids: [], original: false, version: 0, deleted: false, at: 1 };
    const links = Array.from({ length: 5000 }, (_, index): Write => {
      return { op: 'link', link: { ...rest, message: { text: `${index}` } } };
    });
    for (const one of [...links, ...links.slice(-1500), ...links]) {
      expect(read(decodeBatch(encodeBatch([one], recent)))).toEqual([one]);
    }
  });

  it('is refused where its bytes are no batch', () => {
    const bytes = encodeBatch([{ op: 'unset', table: 'table', key: 'key' }]);
    for (const bad of [
      new Uint8Array(0),
      bytes.subarray(0, 7),
      bytes.subarray(0, 9),
      Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 99),
    ]) {
      expect(() => decodeBatch(bad)).toThrow(StoreError);
    }
  });

  it('keeps no half of a pair', () => {
    const batch: Write[] = [{ op: 'unset', table: 'a\ud800', key: '\udc00b' }];
    expect(decodeBatch(encodeBatch(batch))).toEqual([{ op: 'unset', table: 'a\ufffd', key: '\ufffdb' }]);
  });

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

  it('is refused where a write is not as it should be, and is not tried again', () => {
    const link = { family: 'f', channel, original: true, version: 0, deleted: false, at: 1 };
    expect(fault({ op: 'link', link: link as never }).retryable).toBe(false);
    const bad = fault({ op: 'forget' } as never);
    expect([bad.message, bad.retryable]).toEqual([
      'what was to be stored has a bad op: expected one of a write, got forget',
      false,
    ]);
  });

  it('is refused where a value is not JSON', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(fault({ op: 'set', table: 't', key: 'k', value: circle as never }).message).toContain('is not JSON');
    expect(fault({ op: 'event', event: { ...event, data: undefined as never } }).retryable).toBe(false);
  });
});
