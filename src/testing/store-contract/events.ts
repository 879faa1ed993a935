import assert from 'node:assert/strict';
import { channelRef } from '../../model/refs.ts';
import type { Write } from '../../store/records.ts';
import { elsewhere, event, here, now, putEvent, range, ref, type StoreTests, there } from './fixture.ts';

/** The journal. */
export const eventTests: StoreTests = {
  'keeps an event as it was written': async (store) => {
    const plain = event(1, { doneBy: ['hook "a"', 'b,c'] });
    const { identity: _none, ...typing } = event(2, { type: 'typing', channel: there, data: { by: null } });
    await store.commit([
      { op: 'event', event: plain },
      { op: 'event', event: typing },
    ]);
    assert.deepEqual(await store.events({}), [plain, typing]);
  },

  'marks an event as done by one hook, by several, and by all': async (store) => {
    await store.commit(range(1, 3).map((sequence) => putEvent(sequence)));
    await store.commit([
      { op: 'event-done', sequence: 1, hook: 'a' },
      { op: 'event-done', sequence: 2 },
    ]);
    await store.commit([
      { op: 'event-done', sequence: 1, hook: 'b' },
      { op: 'event-done', sequence: 1, hook: 'a' },
    ]);
    const [first, second, third] = await store.events({});
    assert.deepEqual([first?.done, first?.doneBy], [false, ['a', 'b']]);
    assert.equal(second?.done, true);
    assert.deepEqual([third?.done, third?.doneBy], [false, []]);
  },

  'takes an event and its end in one batch': async (store) => {
    await store.commit([
      putEvent(1),
      { op: 'event-done', sequence: 1, hook: 'a' },
      putEvent(2),
      { op: 'event-done', sequence: 2 },
    ]);
    const [first, second] = await store.events({});
    assert.deepEqual([first?.done, first?.doneBy, second?.done], [false, ['a'], true]);
  },

  'does nothing for the end of an event that it does not know': async (store) => {
    await store.commit([{ op: 'event-done', sequence: 9 }, putEvent(1), { op: 'event-done', sequence: 8, hook: 'a' }]);
    assert.deepEqual(await store.events({}), [event(1)]);
  },

  'finds events by channel, time and whether they are done; all that is asked must fit': async (store) => {
    const channels = [here, there, elsewhere];
    const all = range(1, 12).map((sequence) => event(sequence, { channel: channels[sequence % 3]! }));
    await store.commit(all.map((one) => ({ op: 'event', event: one })));
    await store.commit([3, 4, 9].map((sequence) => ({ op: 'event-done', sequence })));
    const sequences = async (query: Parameters<typeof store.events>[0]): Promise<number[]> =>
      (await store.events(query)).map(({ sequence }) => sequence);
    assert.deepEqual(await sequences({ channel: here }), [3, 6, 9, 12]);
    assert.deepEqual(await sequences({ channel: channelRef('net', '#none') }), []);
    assert.deepEqual(await sequences({ done: true }), [3, 4, 9]);
    assert.deepEqual(await sequences({ done: false, channel: here }), [6, 12]);
    assert.deepEqual(await sequences({ from: now + 4, to: now + 7 }), [4, 5, 6]);
    assert.deepEqual(await sequences({ after: 10 }), [11, 12]);
    assert.deepEqual(await sequences({ done: false, after: 3, limit: 2 }), [5, 6]);
  },

  'gives events in order, 100 at a time unless told otherwise, and every one once when paged': async (store) => {
    const shuffled = range(1, 1000).map((index) => ((index * 7919) % 1000) + 1);
    for (const part of [shuffled.slice(0, 300), shuffled.slice(300)]) {
      await store.commit(part.map((sequence) => putEvent(sequence)));
    }
    assert.equal((await store.events({})).length, 100);
    const seen: number[] = [];
    for (let page = await store.events({ limit: 64 }); page.length > 0; ) {
      seen.push(...page.map(({ sequence }) => sequence));
      page = await store.events({ after: seen.at(-1)!, limit: 64 });
    }
    assert.deepEqual(seen, range(1, 1000));
  },

  'gives the identities of the newest events, newest first': async (store) => {
    const { identity: _none, ...nameless } = event(3, { type: 'typing' });
    await store.commit([putEvent(1), putEvent(2, { channel: there }), { op: 'event', event: nameless }, putEvent(4)]);
    await store.commit([{ op: 'event-done', sequence: 4 }]);
    assert.deepEqual(await store.identities(2), [
      { channel: here, identity: 'm4' },
      { channel: there, identity: 'm2' },
    ]);
    assert.equal((await store.identities(100)).length, 3);
  },

  'knows the newest message of each channel': async (store) => {
    await store.commit([putEvent(1), putEvent(2), putEvent(3, { channel: there }), putEvent(4, { type: 'edit' })]);
    await store.commit([putEvent(5, { type: 'typing', data: {} }), { op: 'event-done', sequence: 2 }]);
    assert.deepEqual(await store.lastMessage(here), ref(here, 'm2'));
    assert.deepEqual(await store.lastMessage(there), ref(there, 'm3'));
    assert.equal(await store.lastMessage(elsewhere), undefined);
  },

  'knows the first message of a channel in which all came ahead of others, until one came in its turn': async (
    store,
  ) => {
    const ahead = (sequence: number, channel = here): Write =>
      putEvent(sequence, { channel, data: { ref: { id: `m${sequence}` }, ahead: true } });
    await store.commit([ahead(1), ahead(2), ahead(3, there), putEvent(4, { channel: there }), ahead(5, there)]);
    await store.commit([ahead(6), ahead(7, elsewhere)]);
    assert.deepEqual(await store.lastMessage(here), ref(here, 'm1'));
    assert.deepEqual(await store.lastMessage(there), ref(there, 'm4'));
    assert.deepEqual(await store.lastMessage(elsewhere), ref(elsewhere, 'm7'));
    await store.commit([putEvent(8), ahead(9), ahead(10, there)]);
    assert.deepEqual(await store.lastMessage(here), ref(here, 'm8'));
    assert.deepEqual(await store.lastMessage(there), ref(there, 'm4'));
  },
};
