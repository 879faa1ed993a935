import assert from 'node:assert/strict';
import type { Store } from '../../store/store.ts';
import { familyName, here, now, putEvent, putLink, putRow, range, ref, type StoreTests, there } from './fixture.ts';

async function sweepAll(store: Store, moment: number): Promise<void> {
  for (let calls = 0; await store.sweep(moment); calls += 1) assert.ok(calls < 1000, 'the sweep comes to an end');
}

async function fill(store: Store, count: number): Promise<void> {
  for (let start = 1; start <= count; start += 500) {
    const numbers = range(start, Math.min(count, start + 499));
    await store.commit(
      numbers.flatMap((number) => [
        putEvent(number, { at: now + number }),
        putRow(count + number, { at: now + number, changedAt: now + number }),
        putLink(`m${number}`, { at: now + number }),
        putLink(`m${number}`, { channel: there, ids: [`x${number}`], original: false, at: now + number }),
      ]),
    );
  }
}

async function finish(store: Store, count: number, keep: ReadonlySet<number>): Promise<void> {
  const finished = range(1, count).filter((number) => !keep.has(number));
  await store.commit(
    finished.flatMap((number) => [
      { op: 'event-done', sequence: number },
      { op: 'row-change', id: count + number, change: { state: 'sent', changedAt: now + number } },
    ]),
  );
}

/** What is forgotten, and what never is. */
export const retentionTests: StoreTests = {
  'forgets what is finished and old, and nothing else': {
    retention: { maxAgeMs: 1000, maxCount: 100_000 },
    async test(store) {
      await fill(store, 100);
      await finish(store, 100, new Set([10, 20]));
      await store.commit([{ op: 'row-change', id: 110, change: { state: 'dead', changedAt: now } }]);
      await sweepAll(store, now + 1000 + 51);
      assert.deepEqual(
        (await store.events({ done: false })).map(({ sequence }) => sequence),
        [10, 20],
      );
      assert.deepEqual(
        (await store.events({})).map(({ sequence }) => sequence),
        [10, 20, ...range(51, 100)],
      );
      assert.deepEqual(
        (await store.rows({})).map(({ id }) => id),
        [110, 120, ...range(151, 200)],
      );
      assert.deepEqual(
        [...new Set((await store.links(1000)).map(({ family }) => family))],
        range(51, 100).map((id) => familyName(`m${id}`)),
      );
      assert.deepEqual(await store.family(ref(there, 'x50')), []);
      assert.equal((await store.family(ref(there, 'x51'))).length, 2);
      assert.equal(await store.row(here, 'key101'), undefined);
      assert.deepEqual(await store.lastMessage(here), ref(here, 'm100'));
    },
  },

  'forgets what is finished beyond its count, the oldest first, and nothing else': {
    retention: { maxAgeMs: Infinity, maxCount: 700 },
    async test(store) {
      await fill(store, 2000);
      await finish(store, 2000, new Set([5, 1990]));
      await sweepAll(store, now);
      assert.equal((await store.events({ done: true, limit: 5000 })).length, 700);
      assert.equal((await store.events({ done: true }))[0]?.sequence, 1300);
      assert.deepEqual(
        (await store.events({ done: false })).map(({ sequence }) => sequence),
        [5, 1990],
      );
      assert.equal((await store.rows({ state: 'sent', limit: 5000 })).length, 700);
      assert.deepEqual(
        (await store.rows({ state: 'pending' })).map(({ id }) => id),
        [2005, 3990],
      );
      assert.equal((await store.links(5000)).length, 1400);
      assert.deepEqual(await store.family(ref(here, 'm1300')), []);
      assert.equal((await store.family(ref(here, 'm1301'))).length, 2);
    },
  },

  'finishes events and rows that are left, though they are old, and goes on sweeping': {
    retention: { maxAgeMs: 1000, maxCount: 100_000 },
    async test(store) {
      await fill(store, 700);
      await finish(store, 700, new Set(range(1, 600)));
      await sweepAll(store, now + 10_000);
      assert.equal((await store.events({ limit: 1000 })).length, 600);
      assert.equal((await store.rows({ limit: 1000 })).length, 600);
      await finish(store, 700, new Set());
      await sweepAll(store, now + 10_000);
      assert.deepEqual(await store.events({}), []);
      assert.deepEqual(await store.rows({}), []);
    },
  },
};
