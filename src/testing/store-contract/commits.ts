import assert from 'node:assert/strict';
import { StoreError } from '../../errors.ts';
import type { Json, Write } from '../../store/records.ts';
import { here, link, putEvent, putLink, putRow, range, ref, type StoreTests } from './fixture.ts';

const set = (key: string, value: Json): Write => ({ op: 'set', table: 't', key, value });

/** Batches: all or nothing, one after another. */
export const commitTests: StoreTests = {
  'takes an empty batch': async (store) => {
    await store.commit([]);
    assert.deepEqual(await store.rows({}), []);
  },

  'makes the changes of a batch in their order': async (store) => {
    await store.commit([
      set('a', 1),
      set('a', 2),
      set('b', 1),
      { op: 'unset', table: 't', key: 'b' },
      { op: 'unset', table: 't', key: 'c' },
      set('c', 3),
      putLink('m1', { version: 1 }),
      putLink('m1', { version: 2 }),
    ]);
    assert.deepEqual(await store.entries('t', { prefix: '', limit: 9 }), [
      ['a', 2],
      ['c', 3],
    ]);
    assert.deepEqual(await store.family(ref(here, 'm1')), [link('m1', { version: 2 })]);
  },

  'makes overlapping commits one after another': async (store) => {
    const commits = range(1, 300).map((index) =>
      (async () =>
        store.commit([
          putRow(index),
          set('last', index),
          set(`${index}`, index),
          ...(index > 1 ? [{ op: 'row-change', id: index - 1, change: { attempts: index } } as const] : []),
        ]))(),
    );
    await Promise.all(commits);
    assert.equal(await store.get('t', 'last'), 300);
    const rows = await store.rows({ limit: 1000 });
    assert.deepEqual(
      rows.map(({ attempts }) => attempts),
      [...range(2, 300), 0],
    );
  },

  'shows what was committed to what is asked after it': async (store) => {
    for (const id of range(1, 20)) {
      await store.commit([putRow(id), putEvent(id), putLink(`m${id}`), set('a', id)]);
      assert.equal((await store.rows({ after: id - 1 })).length, 1);
      assert.equal((await store.events({ after: id - 1 })).length, 1);
      assert.equal((await store.family(ref(here, `m${id}`))).length, 1);
      assert.equal(await store.get('t', 'a'), id);
    }
  },

  'writes a batch whole or not at all, and goes on after one that failed': async (store) => {
    // What does not last keeps values as they are, and need not notice.
    if (!store.lasting) return;
    await store.commit([set('a', 1), putRow(1)]);
    const bad = [
      putRow(2),
      putEvent(3),
      putLink('m1'),
      { op: 'row-change', id: 1, change: { state: 'dead' } } as const,
      set('a', 2),
      // Not JSON, whatever its type says.
      set('b', 10n as unknown as Json),
    ];
    const outcomes = await Promise.allSettled([
      (async () => store.commit([set('before', 1)]))(),
      (async () => store.commit(bad))(),
      (async () => store.commit([set('after', 1)]))(),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    const [, failure] = outcomes;
    assert.ok(failure?.status === 'rejected' && failure.reason instanceof StoreError, 'it fails with a StoreError');
    assert.equal(failure.reason.retryable, false, 'the same batch can never succeed, and the error says so');
    assert.deepEqual(
      (await store.rows({})).map(({ id, state }) => [id, state]),
      [[1, 'pending']],
    );
    assert.deepEqual(await store.events({}), []);
    assert.deepEqual(await store.links(9), []);
    assert.deepEqual(await store.entries('t', { prefix: '', limit: 9 }), [
      ['a', 1],
      ['after', 1],
      ['before', 1],
    ]);
  },

  'may be given a batch again that it has written': async (store) => {
    const batch = [putRow(1), putEvent(2), putLink('m1'), set('a', 1)];
    await store.commit(batch);
    await store.commit(batch);
    assert.equal((await store.rows({})).length, 1);
    assert.equal((await store.events({})).length, 1);
    assert.equal((await store.family(ref(here, 'm1'))).length, 1);
  },
};
