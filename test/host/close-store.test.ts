import { describe, expect, it } from 'vitest';
import { memoryStore, NotConnectedError, type Store } from '../../src/index.ts';
import { FakeClock } from '../../src/testing/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** The same store, whose commits take a while. */
function slow<S extends Store>(store: S, clock: FakeClock, ms: number): S {
  return new Proxy(store, {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (key !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
      return async (batch: Parameters<Store['commit']>[0]) => {
        await new Promise<void>((resolve) => void clock.after(ms, resolve));
        await target.commit(batch);
      };
    },
  });
}

describe('close()', () => {
  it('ends when all is in the store that was to be written', async () => {
    const clock = new FakeClock();
    const store = memoryStore({ lasting: true });
    const first = new ScriptedHost({ store: slow(store, clock, 100), clock });
    const plug = first.plug('net');
    await first.open();
    plug.say('room', 'hello');
    await clock.runUntil(() => first.events.length === 1);
    await first.close();
    const second = new ScriptedHost({ store: store.crash() });
    second.plug('net');
    await second.open();
    expect(second.events).toEqual([]);
  });

  it('does not wait for a network that is away', async () => {
    const scripted = new ScriptedHost({ store: memoryStore({ lasting: true }), closeTimeoutMs: 10_000 });
    const plug = scripted.plug('net', { manual: true });
    void scripted.host.open();
    await scripted.clock.settle();
    plug.steps.at(-1)?.fail(new NotConnectedError('away'));
    await scripted.clock.settle();
    plug.onStep = (step) => step.succeed();
    for (const step of plug.steps) step.succeed();
    await scripted.clock.runUntil(() => plug.state === 'waiting');
    await scripted.clock.wait(plug.channel('room').post('hello'));
    const begun = scripted.clock.now();
    await scripted.close();
    expect(scripted.clock.now() - begun).toBeLessThan(10_000);
  });
});
