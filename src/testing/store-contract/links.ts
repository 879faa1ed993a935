import assert from 'node:assert/strict';
import type { LinkRecord } from '../../store/records.ts';
import {
  elsewhere,
  event,
  familyName,
  here,
  link,
  now,
  putLink,
  putRow,
  range,
  ref,
  row,
  type StoreTests,
  there,
} from './fixture.ts';

const byChannel = (a: LinkRecord, b: LinkRecord): number =>
  `${a.channel.network} ${a.channel.source}` < `${b.channel.network} ${b.channel.source}` ? -1 : 1;

/** The links between copies, and what becomes of a channel's when it is replaced. */
export const linkTests: StoreTests = {
  'finds the whole family of any of its messages': async (store) => {
    const copy = { original: false, message: { text: [{ text: 'hi' }] } };
    const all = [
      link('m1'),
      link('m1', { channel: there, ids: ['a', 'b'], ...copy }),
      link('m1', { channel: elsewhere, ids: [], ...copy }),
    ];
    await store.commit(all.map((one) => ({ op: 'link', link: one })));
    await store.commit([putLink('m2')]);
    for (const one of [ref(here, 'm1'), ref(there, 'a'), ref(there, 'b')]) {
      assert.deepEqual([...(await store.family(one))].sort(byChannel), all.toSorted(byChannel));
    }
    assert.deepEqual(await store.family(ref(here, 'm2')), [link('m2')]);
    assert.deepEqual(await store.family(ref(there, 'm1')), []);
    assert.deepEqual(await store.family(ref(elsewhere, 'm1')), []);
  },

  'replaces the link of one family and channel': async (store) => {
    await store.commit([putLink('m1'), putLink('m1', { channel: there, ids: [], original: false })]);
    await store.commit([putLink('m1', { channel: there, ids: ['a'], original: false })]);
    assert.equal((await store.family(ref(there, 'a'))).length, 2);
    const edited = link('m1', { channel: there, ids: ['b'], original: false, version: 2, deleted: true, at: now + 5 });
    await store.commit([{ op: 'link', link: edited }]);
    assert.deepEqual(await store.family(ref(there, 'a')), []);
    assert.deepEqual([...(await store.family(ref(there, 'b')))].sort(byChannel), [link('m1'), edited].sort(byChannel));
  },

  'gives an id that a network uses again to the last that had it': async (store) => {
    const copy = { channel: there, ids: ['again'], original: false };
    await store.commit([putLink('m1', copy), putLink('m2', copy)]);
    const members = await store.family(ref(there, 'again'));
    assert.deepEqual([...new Set(members.map(({ family }) => family))], [familyName('m2')]);
  },

  'gives the newest families whole, oldest first': async (store) => {
    for (const id of range(1, 50)) {
      await store.commit([putLink(`m${id}`), putLink(`m${id}`, { channel: there, ids: [`x${id}`], original: false })]);
    }
    await store.commit([putLink('m49', { version: 1 })]);
    const families = [...new Set((await store.links(7)).map(({ family }) => family))];
    assert.deepEqual(
      families,
      [48, 49, 50].map((id) => familyName(`m${id}`)),
    );
    assert.equal((await store.links(6)).length, 6);
    assert.equal((await store.links(1000)).length, 100);
  },

  'gives all that is known of one channel to another': async (store) => {
    await store.commit([
      { op: 'event', event: event(1) },
      { op: 'event', event: event(2, { channel: elsewhere }) },
      putRow(3, { refs: [ref(here, 'x')] }),
      putRow(4, { state: 'sent', key: 'k', refs: [ref(here, 'y')] }),
      putLink('m1'),
      putLink('m1', { channel: elsewhere, ids: ['c'], original: false }),
    ]);
    await store.commit([{ op: 'migrate', from: here, to: there }]);
    assert.deepEqual(
      (await store.events({ channel: there })).map(({ sequence }) => sequence),
      [1],
    );
    assert.deepEqual(await store.events({ channel: here }), []);
    assert.deepEqual(await store.lastMessage(there), ref(there, 'm1'));
    assert.equal(await store.lastMessage(here), undefined);
    assert.deepEqual(await store.rows({ channel: there, state: 'pending' }), [
      row(3, { channel: there, refs: [ref(there, 'x')] }),
    ]);
    assert.deepEqual((await store.row(there, 'k'))?.refs, [ref(there, 'y')]);
    assert.deepEqual(await store.busyChannels(), [there]);
    assert.equal((await store.family(ref(there, 'm1'))).length, 2);
    assert.deepEqual(await store.family(ref(here, 'm1')), []);
    assert.deepEqual((await store.family(ref(elsewhere, 'c'))).map(({ channel }) => channel.source).sort(), [
      '#here',
      '#there',
    ]);
  },

  'keeps what the new channel has already, and takes changes before and after in the same batch': async (store) => {
    await store.commit([
      putLink('m1'),
      putLink('m1', { channel: there, ids: ['t'], original: false }),
      putRow(1),
      { op: 'migrate', from: here, to: there },
      putRow(2),
      { op: 'row-change', id: 1, change: { state: 'sending' } },
    ]);
    assert.deepEqual(
      (await store.family(ref(there, 't'))).map(({ ids }) => ids),
      [['t']],
    );
    assert.deepEqual(
      (await store.rows({ channel: there })).map(({ id, state }) => [id, state]),
      [[1, 'sending']],
    );
    assert.deepEqual(
      (await store.rows({ channel: here })).map(({ id }) => id),
      [2],
    );
  },
};
