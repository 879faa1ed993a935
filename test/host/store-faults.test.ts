import { describe, expect, it } from 'vitest';
import { type MemoryStoreOptions, memoryStore, type Store, StoreError, type Write } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

/** A store that refuses some writes, for good. */
function refusing(refuses: (write: Write) => boolean, options: MemoryStoreOptions = { lasting: true }): Store {
  const store = memoryStore(options);
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
      return async (batch: readonly Write[]) => {
        if (batch.some(refuses)) throw new StoreError('no room for that', { retryable: false });
        target.commit(batch);
      };
    },
  });
}

describe('a store that refuses an event', () => {
  it('rejects queue() with it, and the event is handed out all the same', async () => {
    const scripted = new ScriptedHost({ store: refusing(({ op }) => op === 'event') });
    const plug = scripted.plug('net');
    await scripted.open();
    const channel = plug.channel('room');
    await expect(plug.emit({ type: 'message', channel, id: '1', text: 'one' })).rejects.toBeInstanceOf(StoreError);
    // An author who does not await must not bring the process down: the runner would tell of the rejection.
    void plug.emit({ type: 'message', channel, id: '2', text: 'two' });
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['one', 'two']);
    await scripted.close();
  });

  it('brings nobody down with the echo of a network that sends none', async () => {
    const scripted = new ScriptedHost({ store: refusing(({ op }) => op === 'event') });
    const plug = scripted.plug('net', { capabilities: { echo: 'none' } });
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    const { refs } = await scripted.clock.wait(plug.channel('room').send('hello'));
    expect(refs).toHaveLength(1);
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['hello']);
    await scripted.close();
  });
});

describe('a store that refuses a row', () => {
  it('rejects the post, nothing is sent, and the next goes', async () => {
    const refuses = (write: Write): boolean => write.op === 'row' && JSON.stringify(write).includes('bad');
    const scripted = new ScriptedHost({ store: refusing(refuses) });
    const plug = scripted.plug('net');
    plug.onCall = (call) => call.succeed();
    await scripted.open();
    const room = plug.channel('room');
    const outcomes = Promise.allSettled([room.post('1'), room.post('bad'), room.post('2')]);
    const [first, bad, second] = await scripted.clock.wait(outcomes);
    expect([first?.status, bad?.status, second?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await scripted.clock.settle();
    expect(plug.texts).toEqual(['1', '2']);
    expect(scripted.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, sent: 2 });
    await scripted.close();
  });
});

describe('a store that takes its time', () => {
  it('makes nobody believe that an event is safe because the same came before', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const store = memoryStore({ lasting: true });
    const slow: Store = new Proxy(store, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target);
        if (key !== 'commit') return typeof value === 'function' ? value.bind(target) : value;
        return async (batch: readonly Write[]) => {
          await promise;
          target.commit(batch);
        };
      },
    });
    const scripted = new ScriptedHost({ store: slow });
    const plug = scripted.plug('net');
    await scripted.open();
    const event = { type: 'message', channel: plug.channel('room'), id: 'same', text: 'hello' } as const;
    const safe: string[] = [];
    void plug.emit(event).then(() => safe.push('first'));
    await scripted.clock.settle();
    void plug.emit(event).then(() => safe.push('second'));
    await scripted.clock.settle();
    expect(safe).toEqual([]);
    resolve();
    await scripted.clock.settle();
    expect(safe).toEqual(['first', 'second']);
    await scripted.close();
  });
});
