import assert from 'node:assert/strict';
import { StoreError } from '../../errors.ts';
import type { RowState } from '../../store/records.ts';
import { here, now, putEvent, putLink, putRow, range, ref, type StoreTests, there } from './fixture.ts';

const empty = {
  lastSequence: 0,
  counts: { pending: 0, sending: 0, sent: 0, uncertain: 0, dead: 0 },
  totals: { sent: 0, retried: 0, uncertain: 0, dead: 0 },
};

/** Opening and closing. */
export const lifetimeTests: StoreTests = {
  'closes twice, opens again, and refuses everything in between': async (store) => {
    await store.close();
    await store.close();
    await assert.rejects(async () => store.commit([putRow(1)]), StoreError);
    await assert.rejects(async () => store.rows({}), StoreError);
    assert.deepEqual(await store.open(), empty);
    await store.commit([putRow(1)]);
    assert.equal((await store.rows({})).length, 1);
  },

  'is not opened twice': async (store) => {
    await assert.rejects(store.open(), StoreError);
    await store.commit([putRow(1)]);
    assert.equal((await store.rows({})).length, 1);
  },

  'refuses a second host while the first has it open, and not after': async (store, { again }) => {
    if (again === undefined) return;
    await store.commit([putRow(1)]);
    const second = await again();
    await assert.rejects(second.open(), (error) => {
      assert.ok(error instanceof StoreError, 'it fails with a StoreError');
      return true;
    });
    await store.commit([putRow(2)]);
    await store.close();
    await second.open();
    assert.equal((await second.rows({})).length, 2);
    await second.close();
  },

  'knows everything after it was closed and opened again': async (store, { again }) => {
    if (again === undefined) return;
    await store.commit([
      putEvent(1),
      putEvent(2, { channel: there }),
      { op: 'event-done', sequence: 1 },
      { op: 'event-done', sequence: 2, hook: 'a' },
      putRow(3, { family: 'f', refs: [ref(here, 'x')] }),
      putRow(4, { channel: there, state: 'sent' }),
      putLink('m1', { message: { text: 'hi' } }),
      putLink('m1', { channel: there, ids: ['t'], original: false }),
      { op: 'set', table: 't', key: 'a', value: { b: 1 } },
    ]);
    const all = async (from: typeof store): Promise<unknown> => ({
      events: await from.events({}),
      identities: await from.identities(9),
      last: [await from.lastMessage(here), await from.lastMessage(there)],
      rows: await from.rows({}),
      busy: await from.busyChannels(),
      row: await from.row(there, 'key4'),
      family: await from.family(ref(there, 't')),
      links: await from.links(9),
      entries: await from.entries('t', { prefix: '', limit: 9 }),
    });
    const before = await all(store);
    await store.close();
    const second = await again();
    const summary = await second.open();
    assert.deepEqual(await all(second), before);
    assert.equal(summary.lastSequence, 4);
    assert.deepEqual(summary.counts, { ...empty.counts, pending: 1, sent: 1 });
    await second.commit([putRow(5, { channel: there }), putLink('m2'), putLink('m1', { version: 1 })]);
    assert.equal((await second.family(ref(here, 'm1'))).length, 2);
    assert.equal((await second.rows({ channel: there })).length, 2);
    await second.close();
  },

  'counts the rows of each state, and how often each state was reached': async (store, { again }) => {
    if (again === undefined) return;
    await store.commit(range(1, 8).map((id) => putRow(id)));
    const change = (id: number, state: RowState) =>
      ({ op: 'row-change', id, change: { state, changedAt: now } }) as const;
    await store.commit([change(1, 'sending'), change(1, 'sent'), change(2, 'sending'), change(2, 'pending')]);
    await store.commit([change(2, 'sending'), change(2, 'uncertain'), change(3, 'dead'), change(4, 'dead')]);
    await store.commit([change(2, 'sent'), change(4, 'pending'), { op: 'row-remove', id: 5 }, change(6, 'sending')]);
    await store.close();
    const second = await again();
    const { counts, totals, lastSequence } = await second.open();
    assert.deepEqual(counts, { pending: 3, sending: 1, sent: 2, uncertain: 0, dead: 1 });
    assert.deepEqual(totals, { sent: 2, retried: 2, uncertain: 1, dead: 2 });
    assert.equal(lastSequence, 8);
    await second.close();
  },

  'never gives out a number again, though what had it is gone': async (store, { again }) => {
    if (again === undefined) return;
    await store.commit([putEvent(7), putRow(8)]);
    await store.commit([{ op: 'row-remove', id: 8 }]);
    await store.close();
    const second = await again();
    assert.equal((await second.open()).lastSequence, 8);
    await second.close();
  },
};
