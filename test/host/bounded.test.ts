import { describe, expect, it } from 'vitest';
import { defineHook, memoryStore, StoreError, type Write } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

describe('promise 6: everything is bounded', () => {
  it('queue() waits while too much is queued, and goes on when there is room', async () => {
    const scripted = new ScriptedHost({ hookTimeoutMs: 1e6, slowHookMs: 1e6 });
    const plug = scripted.plug('net');
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    scripted.host.addHook(defineHook('slow', { onReceive: () => gate }));
    await scripted.open();
    let accepted = 0;
    const flood = async (): Promise<void> => {
      for (let index = 0; index < 30_000; index += 1) {
        await plug.emit({ type: 'message', channel: plug.channel('room'), id: `f${index}`, text: 'x' });
        accepted += 1;
      }
    };
    const flooding = flood();
    await scripted.clock.settle();
    expect(accepted).toBeGreaterThanOrEqual(1000);
    expect(accepted).toBeLessThan(30_000);
    release();
    await scripted.clock.wait(flooding);
    await scripted.clock.settle();
    expect(scripted.events).toHaveLength(30_000);
  });

  it('events wait for a store that falls behind with what they lead to', async () => {
    let full = false;
    const lasting = memoryStore({ lasting: true });
    const stuck = new Proxy(lasting, {
      get(target, key) {
        const value = Reflect.get(target, key, target);
        if (key !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
        return async (batch: readonly Write[]) =>
          full ? await new Promise<never>(() => undefined) : target.commit(batch);
      },
    });
    const scripted = new ScriptedHost({ store: stuck, hookTimeoutMs: 1e6, slowHookMs: 1e6 });
    const [here, there] = [scripted.plug('here'), scripted.plug('there')];
    let go: (nothing: undefined) => void = () => undefined;
    const gate = new Promise<undefined>((resolve) => {
      go = resolve;
    });
    scripted.host.addHook(defineHook('gate', { beforeReceive: () => gate }));
    scripted.host.addHook(defineHook('bridge', { routes: () => [{ channel: there.channel('room') }] }));
    await scripted.open();
    for (let index = 0; index < 4000; index += 1) here.say('room', String(index));
    await scripted.clock.advance(1000);
    // All events are written; what is posted now is not.
    full = true;
    go(undefined);
    await scripted.clock.advance(1000);
    expect(scripted.events.length).toBeGreaterThan(1000);
    expect(scripted.events.length).toBeLessThan(3900);
  });

  it('one plug that floods makes no other wait', async () => {
    const scripted = new ScriptedHost({ hookTimeoutMs: 1e6, slowHookMs: 1e6 });
    const [noisy, calm] = [scripted.plug('noisy'), scripted.plug('calm')];
    scripted.host.addHook(
      defineHook('slow', { onReceive: ({ plug }) => (plug === noisy ? new Promise(() => undefined) : undefined) }),
    );
    await scripted.open();
    for (let index = 0; index < 20_000; index += 1) noisy.say('room', String(index));
    let done = false;
    void calm.emit({ type: 'message', channel: calm.channel('room'), id: 'c', text: 'calm' }).then(() => {
      done = true;
    });
    await scripted.clock.settle();
    expect(done).toBe(true);
  });

  it('a store that is full says so, and what it could not keep is not sent', async () => {
    const scripted = new ScriptedHost({ store: memoryStore({ maxRows: 3 }) });
    const plug = scripted.plug('net');
    await scripted.open();
    const posted = await Promise.allSettled(['1', '2', '3', '4', '5'].map((text) => plug.channel('room').post(text)));
    expect(posted.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect((posted[3] as PromiseRejectedResult).reason).toBeInstanceOf(StoreError);
    plug.onCall = (call) => call.succeed();
    plug.last.succeed();
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['1', '2', '3']);
    expect(scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, sent: 3 });
  });

  it('an idle host has no timers, and a channel that had work keeps none', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net');
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    for (let index = 0; index < 500; index += 1) {
      plug.say(`room ${index}`, 'hello');
      void plug.channel(`room ${index}`).send('hello');
    }
    await clock.advance(120_000);
    expect(clock.timers).toBeLessThanOrEqual(1);
  });

  it('a message that cannot be delivered ends dead, and the next one goes', async () => {
    const scripted = new ScriptedHost();
    const { clock, host } = scripted;
    const plug = scripted.plug('net');
    plug.onCall = (call) => (call.text === 'bad' ? call.fail(new Error('never')) : call.succeed());
    await scripted.open();
    const bad = await clock.wait(plug.channel('room').post('bad'));
    const good = await clock.wait(plug.channel('room').post('good'));
    const outcome = bad.receipt().catch((error: unknown) => error);
    await clock.wait(good.receipt());
    expect(await outcome).toMatchObject({ code: 'TIELINE_PLUG' });
    expect(host.outbox.counts).toMatchObject({ dead: 1, sent: 1 });
    expect(plug.texts.filter((text) => text === 'bad').length).toBeLessThanOrEqual(10);
    expect(scripted.warnings.join()).toContain('a message could not be delivered');
    const [row] = await host.outbox.list({ state: 'dead' });
    expect(row?.reason).toContain('never');
    plug.onCall = (call) => call.succeed();
    await clock.wait(host.outbox.retry(row?.id as number));
    await clock.advance(1000);
    expect(host.outbox.counts).toMatchObject({ dead: 0, sent: 2 });
  });

  it('a message that is too old is dead, though its network never came back', async () => {
    const scripted = new ScriptedHost({ maxAgeMs: 60_000 });
    const { clock, host } = scripted;
    const plug = scripted.plug('net', { manual: true });
    void host.open();
    await clock.settle();
    await clock.wait(plug.channel('room').post('old'));
    await clock.advance(120_000);
    expect(host.outbox.counts).toMatchObject({ pending: 0, dead: 1 });
  });
});
