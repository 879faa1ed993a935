import { describe, expect, it } from 'vitest';
import { memoryStore, type Store } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';
import { slowStore } from './slow-store.ts';

/** More than is read at a time. */
const MANY = 400;

/** A store in which an earlier process has left that many messages for one channel. */
async function leaveBehind(count: number): Promise<Store> {
  const store = memoryStore({ lasting: true });
  const scripted = new ScriptedHost({ store });
  const plug = scripted.plug('net', { manual: true });
  void scripted.host.open();
  await scripted.clock.settle();
  for (let number = 1; number <= count; number += 1) {
    await scripted.clock.wait(plug.channel('room').post(String(number)));
  }
  return store.crash();
}

describe('behind what an earlier process has left', () => {
  it('a message that is sent keeps its place among those that are posted', async () => {
    const scripted = new ScriptedHost({ store: await leaveBehind(MANY) });
    const plug = scripted.plug('net', { manual: true });
    plug.onCall = (call) => call.succeed();
    const opening = scripted.host.open();
    await scripted.clock.settle();
    const room = plug.channel('room');
    await scripted.clock.wait(room.post('posted'));
    const sent = room.send('sent');
    await scripted.clock.wait(room.post('posted again'));
    const last = room.send('sent again');
    plug.steps.at(-1)?.succeed();
    await scripted.clock.wait(Promise.all([opening, sent, last]));
    const left = Array.from({ length: MANY }, (_, index) => String(index + 1));
    expect(plug.texts).toEqual([...left, 'posted', 'sent', 'posted again', 'sent again']);
  });

  it('a message that is sent while what was left for a new plug is read does not overtake one that was posted', async () => {
    const scripted = new ScriptedHost({ store: slowStore(await leaveBehind(1)) });
    const plug = scripted.plug('net');
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    scripted.plug('new');
    const room = plug.channel('room');
    const outcomes = Promise.all([room.post('posted'), room.send('sent')]);
    await scripted.clock.wait(outcomes);
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['1', 'posted', 'sent']);
  });

  it('a message that is sent is rejected when it has waited too long', async () => {
    const scripted = new ScriptedHost({ store: await leaveBehind(MANY), sendTimeoutMs: 1000 });
    const plug = scripted.plug('net', { manual: true });
    void scripted.host.open();
    await scripted.clock.settle();
    const outcome = plug
      .channel('room')
      .send('too late')
      .catch((error: unknown) => error);
    expect(String(await scripted.clock.wait(outcome, 5000))).toContain('not sent within 1000 ms');
    expect(scripted.host.outbox.counts.pending).toBe(MANY);
  });

  it('what was being read when the host closed is not sent then, nor twice when it is open again', async () => {
    const store = await leaveBehind(MANY);
    const { rows } = store;
    let answer = (): void => undefined;
    store.rows = async (query) => {
      const found = await rows.call(store, query);
      if ((query.after ?? 0) > 0 && found.length > 0) await new Promise<void>((resolve) => (answer = resolve));
      return found;
    };
    const scripted = new ScriptedHost({ store, closeTimeoutMs: 1000 });
    const plug = scripted.plug('net', { manual: true });
    plug.onCall = (call) => call.succeed();
    const opening = scripted.host.open();
    await scripted.clock.settle();
    plug.steps.at(-1)?.succeed();
    await scripted.clock.wait(opening);
    await scripted.clock.runUntil(() => plug.texts.length > 0 && scripted.host.outbox.counts.sending === 0, 1000);
    const closing = scripted.host.close();
    await scripted.clock.settle();
    plug.steps.at(-1)?.succeed();
    await scripted.clock.wait(closing);
    const before = plug.texts.length;
    store.rows = rows;
    answer();
    await scripted.clock.settle();
    expect(plug.texts.length).toBe(before);
    const again = scripted.host.open();
    await scripted.clock.settle();
    plug.steps.at(-1)?.succeed();
    await scripted.clock.wait(again);
    await scripted.clock.runUntil(() => scripted.host.outbox.counts.pending === 0, 1000);
    expect(plug.texts).toEqual(Array.from({ length: MANY }, (_, index) => String(index + 1)));
  });

  it('who waits for a receipt is told when the host closes', async () => {
    const scripted = new ScriptedHost({ store: await leaveBehind(MANY), closeTimeoutMs: 1000 });
    const plug = scripted.plug('net', { manual: true });
    void scripted.host.open();
    await scripted.clock.settle();
    const room = plug.channel('room');
    const posted = await scripted.clock.wait(room.post('posted'));
    const outcomes = Promise.allSettled([posted.receipt(), room.send('sent')]);
    await scripted.close();
    expect((await scripted.clock.wait(outcomes, 1000)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
