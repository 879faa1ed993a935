import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { channelRef, memoryStore, messageRef, type Store, type Write } from '../../src/index.ts';
import { sqliteStore } from '../../stores/sqlite/index.ts';

const channels = [channelRef('net', 'a'), channelRef('net', 'b'), channelRef('other', 'a')];
const states = ['pending', 'sending', 'sent', 'uncertain', 'dead'] as const;

const channel = fc.constantFrom(...channels);
const id = fc.integer({ min: 1, max: 6 });
const hook = fc.constantFrom('x', 'y');
const key = fc.constantFrom('a', 'ab', 'b');

/** Any change to a store; sequences of events are given afterwards. */
const write: fc.Arbitrary<Write> = fc.oneof(
  fc.record({ channel, type: fc.constantFrom('message', 'typing') }).map(
    ({ channel: where, type }): Write => ({
      op: 'event',
      event: { sequence: 0, channel: where, type, at: 1, data: {}, done: false, doneBy: [] },
    }),
  ),
  fc.record({ op: fc.constant('event-done' as const), sequence: fc.integer({ min: 100, max: 130 }) }),
  fc.record({ op: fc.constant('event-done' as const), sequence: fc.integer({ min: 100, max: 130 }), hook }),
  fc
    .record({ id, channel, state: fc.constantFrom(...states), attempts: fc.nat(3) })
    .map(({ id: number, channel: where, ...rest }): Write => {
      const refs = rest.state === 'sent' ? [messageRef(where, `s${number}`)] : [];
      const row = {
        id: number,
        key: `k${number}`,
        channel: where,
        action: { n: number },
        options: {},
        at: 1,
        changedAt: 1,
      };
      return { op: 'row', row: { ...row, ...rest, refs } };
    }),
  fc.record({
    op: fc.constant('row-change' as const),
    id,
    change: fc.record(
      {
        state: fc.constantFrom('pending', 'sent', 'uncertain', 'dead'),
        attempts: fc.nat(9),
        reason: fc.constantFrom('p', 'q'),
      },
      { requiredKeys: [] },
    ) as fc.Arbitrary<Extract<Write, { op: 'row-change' }>['change']>,
  }),
  fc.record({ op: fc.constant('row-remove' as const), id }),
  fc
    .record({ family: fc.constantFrom('f', 'g'), channel, count: fc.nat(2), version: fc.nat(2) })
    .map(({ family, channel: where, count, version }): Write => {
      const ids = Array.from({ length: count }, (_, index) => `${family}${version}${index}`);
      return { op: 'link', link: { family, channel: where, ids, original: false, version, deleted: false, at: 1 } };
    }),
  fc.record({ op: fc.constant('set' as const), table: fc.constantFrom('t', 'u'), key, value: fc.nat() }),
  fc.record({ op: fc.constant('unset' as const), table: fc.constantFrom('t', 'u'), key }),
  fc
    .tuple(channel, channel)
    .filter(([from, to]) => from !== to)
    .map(([from, to]): Write => ({ op: 'migrate', from, to })),
);

function numbered(batches: readonly (readonly Write[])[]): Write[][] {
  let sequence = 99;
  return batches.map((batch) =>
    batch.map((one) => {
      if (one.op !== 'event') return one;
      sequence += 1;
      const data = { ref: { id: `m${sequence}` } };
      return { op: 'event', event: { ...one.event, sequence, identity: `i${sequence}`, data } };
    }),
  );
}

const sorted = <T>(values: readonly T[]): T[] =>
  [...values].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** All that a store can be asked. */
async function everything(store: Store): Promise<unknown> {
  const ids = ['f', 'g'].flatMap((family) =>
    [0, 1, 2].flatMap((version) => [`${family}${version}0`, `${family}${version}1`]),
  );
  const messages = channels.flatMap((where) => ids.map((one) => messageRef(where, one)));
  return {
    events: await store.events({ limit: 1000 }),
    open: await store.events({ done: false, limit: 1000 }),
    identities: await store.identities(1000),
    last: await Promise.all(channels.map((where) => store.lastMessage(where))),
    rows: await store.rows({ limit: 1000 }),
    byState: await Promise.all(states.map((state) => store.rows({ state }))),
    byChannel: await Promise.all(
      channels.map((where) => store.rows({ channel: where, state: ['pending', 'uncertain'] })),
    ),
    busy: sorted(await store.busyChannels()),
    byKey: await Promise.all(channels.flatMap((where) => [1, 2, 3].map((n) => store.row(where, `k${n}`)))),
    families: await Promise.all(messages.map(async (ref) => sorted(await store.family(ref)))),
    links: sorted(await store.links(1000)),
    entries: [await store.entries('t', { prefix: 'a', limit: 9 }), await store.entries('u', { prefix: '', limit: 9 })],
  };
}

it('a SQL store answers as the memory store does, whatever was written', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-model-'));
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(write, { maxLength: 12 }), { maxLength: 8 }), async (batches) => {
        run += 1;
        const stores = [memoryStore({ lasting: true }), sqliteStore(join(folder, `${run}.db`))] as const;
        const [memory, sql] = stores;
        for (const store of stores) await store.open();
        for (const batch of numbered(batches)) {
          for (const store of stores) await store.commit(batch);
          expect(await everything(sql)).toEqual(await everything(memory));
        }
        for (const store of stores) await store.close();
        expect(await sql.open()).toEqual(await memory.open());
        for (const store of stores) await store.close();
      }),
      { numRuns: 150 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
