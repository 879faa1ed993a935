import { expect } from 'vitest';
import { channelRef, messageRef, type Store, type Write } from '../../src/index.ts';

const here = channelRef('net', '#here');
const there = channelRef('net', '#there');

/** What every database in a folder `versions` holds, whatever wrote it: all of it is read, and gone on with. */
export async function expectKnownContents(store: Store): Promise<void> {
  expect(await store.open()).toEqual({
    lastSequence: 6,
    counts: { pending: 1, sending: 0, sent: 1, uncertain: 0, dead: 1 },
    totals: { sent: 1, retried: 0, uncertain: 0, dead: 0 },
  });
  const open = await store.events({ done: false });
  expect(open.map(({ sequence, doneBy }) => [sequence, doneBy])).toEqual([
    [2, ['bridge']],
    [3, []],
  ]);
  expect(open[0]?.data).toMatchObject({ ref: messageRef(here, 'm2'), text: [{ text: 'text 2' }] });
  expect(await store.lastMessage(here)).toEqual(messageRef(here, 'm3'));
  expect((await store.identities(9)).map(({ identity }) => identity)).toEqual(['m3', 'm2', 'm1']);
  const rows = await store.rows({});
  expect(rows.map(({ id, state, attempts, changedAt }) => [id, state, attempts, changedAt])).toEqual([
    [4, 'pending', 0, 1_700_000_000_004],
    [5, 'sent', 1, 1_700_000_000_101],
    [6, 'dead', 0, 1_700_000_000_006],
  ]);
  expect(rows[0]).toMatchObject({
    key: 'key4',
    channel: there,
    at: 1_700_000_000_004,
    action: { kind: 'message', message: { text: [{ text: 'text 4' }] } },
    options: { policy: 'at-least-once' },
    family: '["message","m1","net","#here"]',
  });
  expect((await store.row(there, 'key5'))?.refs).toEqual([messageRef(there, 'x1'), messageRef(there, 'x2')]);
  expect((await store.rows({ state: 'dead' })).map(({ reason }) => reason)).toEqual(['the network said no']);
  const family = await store.family(messageRef(there, 'x2'));
  expect(family.map(({ channel, ids, version: edits }) => [channel.source, ids, edits]).sort()).toEqual([
    ['#here', ['m1'], 0],
    ['#there', ['x1', 'x2'], 1],
  ]);
  expect(await store.get('notes', 'a')).toEqual({ b: [1, null, 'ü'] });
  await store.commit([another, { op: 'row-change', id: 4, change: { state: 'sent' } }]);
  await store.close();
  expect((await store.open()).counts).toEqual({ pending: 1, sending: 0, sent: 2, uncertain: 0, dead: 1 });
  await store.close();
}

const another: Write = {
  op: 'row',
  row: {
    id: 7,
    key: 'key7',
    channel: there,
    state: 'pending',
    action: {},
    options: {},
    attempts: 0,
    at: 7,
    changedAt: 7,
    refs: [],
  },
};
