import assert from 'node:assert/strict';
import type { OutboxRow, RowState } from '../../store/records.ts';
import { elsewhere, familyName, here, now, putRow, range, ref, row, type StoreTests, there } from './fixture.ts';

/** The outbox. */
export const rowTests: StoreTests = {
  'keeps a row as it was written, and replaces the one of that id': async (store) => {
    const whole: OutboxRow = row(1, {
      family: familyName('m1'),
      state: 'uncertain',
      attempts: 3,
      reason: 'no "answer"',
      refs: [ref(here, 'x'), ref(elsewhere, 'y')],
    });
    await store.commit([{ op: 'row', row: whole }, putRow(2)]);
    assert.deepEqual(await store.rows({}), [whole, row(2)]);
    const replaced = row(1, { channel: there, key: 'another', action: { kind: 'delete' } });
    await store.commit([{ op: 'row', row: replaced }]);
    assert.deepEqual(await store.rows({}), [replaced, row(2)]);
    assert.deepEqual(await store.row(there, 'another'), replaced);
    assert.equal(await store.row(here, 'key1'), undefined);
  },

  'changes what a change names and nothing else': async (store) => {
    await store.commit([putRow(1, { reason: 'old' }), putRow(2)]);
    await store.commit([{ op: 'row-change', id: 1, change: { state: 'sending', attempts: 1, changedAt: now + 50 } }]);
    const sending = row(1, { reason: 'old', state: 'sending', attempts: 1, changedAt: now + 50 });
    assert.deepEqual(await store.rows({}), [sending, row(2)]);
    const refs = [ref(here, 'a'), ref(here, 'b')];
    const later = { state: 'sent', refs, reason: 'new', action: { kind: 'x' }, options: { pings: true } } as const;
    await store.commit([{ op: 'row-change', id: 1, change: later }]);
    assert.deepEqual(await store.rows({}), [{ ...sending, ...later }, row(2)]);
    await store.commit([{ op: 'row-change', id: 1, change: { attempts: 0 } }]);
    assert.deepEqual(await store.row(here, 'key1'), { ...sending, ...later, attempts: 0 });
  },

  'finds a row in the state that it came to, whatever others it was in within the batch': async (store) => {
    await store.commit([putRow(1, { state: 'dead' }), putRow(2, { state: 'sent' })]);
    assert.equal((await store.rows({})).length, 2);
    const through = (id: number, states: readonly RowState[]) =>
      states.map((state) => ({ op: 'row-change', id, change: { state } }) as const);
    await store.commit([...through(1, ['pending', 'sending']), ...through(2, ['pending', 'sending', 'dead'])]);
    assert.deepEqual(
      (await store.rows({ state: 'sending' })).map(({ id }) => id),
      [1],
    );
    assert.deepEqual(
      (await store.rows({ state: 'dead' })).map(({ id }) => id),
      [2],
    );
    assert.deepEqual(await store.busyChannels(), [here]);
  },

  'makes all changes to one row in their order, also within a batch': async (store) => {
    await store.commit([
      putRow(1),
      { op: 'row-change', id: 1, change: { state: 'sending', attempts: 1 } },
      { op: 'row-change', id: 1, change: { state: 'pending', reason: 'refused' } },
      putRow(2),
      { op: 'row-remove', id: 2 },
      putRow(3),
      { op: 'row-remove', id: 3 },
      putRow(3, { key: 'again' }),
    ]);
    await store.commit([
      { op: 'row-change', id: 3, change: { state: 'sending' } },
      { op: 'row-change', id: 3, change: { state: 'dead', attempts: 7 } },
    ]);
    const first = row(1, { state: 'pending', attempts: 1, reason: 'refused' });
    assert.deepEqual(await store.rows({}), [first, row(3, { key: 'again', state: 'dead', attempts: 7 })]);
  },

  'removes a row, and does nothing for a row that it does not know': async (store) => {
    await store.commit([putRow(1), putRow(2)]);
    await store.commit([
      { op: 'row-remove', id: 1 },
      { op: 'row-remove', id: 8 },
      { op: 'row-change', id: 9, change: { state: 'sent' } },
    ]);
    assert.deepEqual(await store.rows({}), [row(2)]);
    assert.equal(await store.row(here, 'key1'), undefined);
  },

  'finds rows by state, channel and family; all that is asked must fit': async (store) => {
    const states: readonly RowState[] = ['pending', 'sending', 'sent', 'uncertain', 'dead'];
    const channels = [here, there, elsewhere];
    const all = range(1, 30).map((id) =>
      row(id, {
        state: states[id % 5]!,
        channel: channels[id % 3]!,
        ...(id % 2 === 0 && { family: familyName(`m${id % 4}`) }),
      }),
    );
    await store.commit(all.map((one) => ({ op: 'row', row: one })));
    const ids = async (query: Parameters<typeof store.rows>[0]): Promise<number[]> =>
      (await store.rows(query)).map(({ id }) => id);
    for (const [index, state] of states.entries()) {
      assert.deepEqual(
        await ids({ state }),
        range(1, 30).filter((id) => id % 5 === index),
      );
    }
    assert.deepEqual(await ids({ state: ['pending', 'uncertain'] }), [3, 5, 8, 10, 13, 15, 18, 20, 23, 25, 28, 30]);
    assert.deepEqual(await ids({ state: ['sent', 'dead'], channel: here }), [9, 12, 24, 27]);
    assert.deepEqual(await ids({ channel: elsewhere, after: 20 }), [23, 26, 29]);
    assert.deepEqual(await ids({ family: familyName('m2'), channel: here }), [6, 18, 30]);
    assert.deepEqual(await ids({ family: familyName('m2'), state: 'pending' }), [10, 30]);
    assert.deepEqual(await ids({ state: 'sending', channel: there, after: 1, limit: 1 }), [16]);
    assert.deepEqual(await ids({ state: [] }), []);
  },

  'finds rows by the state they came to': async (store) => {
    await store.commit(range(1, 5).map((id) => putRow(id)));
    const moves: readonly (readonly [number, RowState])[] = [
      [1, 'sending'],
      [2, 'sending'],
      [3, 'sending'],
      [4, 'sending'],
      [2, 'sent'],
      [3, 'uncertain'],
      [4, 'dead'],
      [4, 'pending'],
      [3, 'dead'],
    ];
    for (const [id, state] of moves) await store.commit([{ op: 'row-change', id, change: { state } }]);
    const ids = async (state: RowState): Promise<number[]> => (await store.rows({ state })).map(({ id }) => id);
    assert.deepEqual(await ids('pending'), [4, 5]);
    assert.deepEqual(await ids('sending'), [1]);
    assert.deepEqual(await ids('sent'), [2]);
    assert.deepEqual(await ids('dead'), [3]);
    assert.deepEqual(await ids('uncertain'), []);
  },

  'pages through 10,000 rows, every one once and in order': async (store) => {
    const all = range(1, 10_000);
    for (let start = 0; start < all.length; start += 1000) {
      const part = all.slice(start, start + 1000);
      await store.commit(part.map((id) => putRow(id, { channel: id % 2 === 0 ? here : there })));
    }
    assert.equal((await store.rows({})).length, 100);
    for (const [query, expected] of [
      [{ state: 'pending' as const, limit: 333 }, all],
      [{ channel: there, limit: 500 }, all.filter((id) => id % 2 === 1)],
    ] as const) {
      const seen: number[] = [];
      for (let page = await store.rows(query); page.length > 0; ) {
        seen.push(...page.map(({ id }) => id));
        page = await store.rows({ ...query, after: seen.at(-1)! });
      }
      assert.deepEqual(seen, expected);
    }
  },

  'knows the channels that have something on its way': async (store) => {
    const channels = [here, there, elsewhere];
    await store.commit([
      putRow(1, { channel: here, state: 'sent' }),
      putRow(2, { channel: here, state: 'dead' }),
      putRow(3, { channel: there, state: 'uncertain' }),
      putRow(4, { channel: elsewhere }),
      putRow(5, { channel: elsewhere, state: 'sending' }),
    ]);
    const busy = async (): Promise<boolean[]> => {
      const found = await store.busyChannels();
      return channels.map(
        (one) => found.filter((other) => other.network === one.network && other.source === one.source).length === 1,
      );
    };
    assert.deepEqual(await busy(), [false, true, true]);
    await store.commit([{ op: 'row-change', id: 3, change: { state: 'sent' } }, putRow(6)]);
    assert.deepEqual(await busy(), [true, false, true]);
  },

  'knows a key again in its own channel, also once it was sent': async (store) => {
    await store.commit([
      putRow(1, { key: 'same' }),
      putRow(2, { key: 'same', channel: there }),
      putRow(3, { key: 'same', channel: elsewhere }),
    ]);
    await store.commit([
      { op: 'row-change', id: 1, change: { state: 'sent' } },
      { op: 'row-remove', id: 2 },
    ]);
    assert.equal((await store.row(here, 'same'))?.id, 1);
    assert.equal(await store.row(there, 'same'), undefined);
    assert.equal((await store.row(elsewhere, 'same'))?.id, 3);
    assert.equal(await store.row(here, 'other'), undefined);
  },
};
