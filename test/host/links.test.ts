import { expect, it } from 'vitest';
import { Links } from '../../src/host/links.ts';
import { type Channel, memoryStore, messageRef, refKey, systemClock, type Write } from '../../src/index.ts';
import { Ledger } from '../../src/order/ledger.ts';
import { ScriptedPlug } from '../../src/testing/index.ts';

const room = new ScriptedPlug('from').channel('room');
const to = new ScriptedPlug('to').channel('room');

function links(id: string): Write[] {
  const base = { family: refKey(messageRef(room.ref, id)), version: 0, deleted: false, at: 0 };
  return [
    { op: 'link', link: { ...base, channel: room.ref, ids: [id], original: true } },
    { op: 'link', link: { ...base, channel: to.ref, ids: [], original: false } },
  ];
}

it('a family that the ledger has forgotten, and somebody may wait for, comes back as the same', async () => {
  const store = memoryStore({ lasting: true });
  await store.open();
  const ids = ['1', '2', '3', '4', '5', '6', '7', '8'];
  for (const id of ids) store.commit(links(id));
  const ledger = new Ledger<Channel>(2);
  const known = new Links(ledger, store, systemClock, ({ network }) => (network === to.ref.network ? to : room));
  known.load(await store.links(100));
  const before = known.family(refKey(messageRef(room.ref, '1')));
  expect(before?.copies).toHaveLength(2);
  expect(ledger.get(room, '1')).toBeUndefined();
  const copy = await known.get(room, '1');
  expect(copy?.ids).toEqual(['1']);
  expect(copy?.family).toBe(before);
});
