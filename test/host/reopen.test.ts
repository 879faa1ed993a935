import { describe, expect, it } from 'vitest';
import { SyncHook } from '../../hooks/sync/index.ts';
import { MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import { defineHook, Host, memoryStore, type Store, StoreError } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

describe('a host that is opened again', () => {
  it('starts its plugs and hooks again, with signals of their own', async () => {
    const network = new MemoryNetwork('net');
    const host = new Host();
    host.addPlug(new MemoryPlug('here', { network }));
    const signals: AbortSignal[] = [];
    const seen: string[] = [];
    host.addHook(
      defineHook('watch', {
        start: (_context, signal) => void signals.push(signal),
        onReceive: (event) => void (event.type === 'message' && seen.push(String(event.text))),
      }),
    );
    for (const text of ['first', 'second']) {
      await host.open();
      expect(signals.at(-1)?.aborted).toBe(false);
      network.say('room', 'ann', text);
      await expect.poll(() => seen.at(-1)).toBe(text);
      await host.close();
      expect(signals.at(-1)?.aborted).toBe(true);
    }
    expect(seen).toEqual(['first', 'second']);
    expect(signals).toHaveLength(2);
  });

  it('carries on what its store did not take before it was closed', async () => {
    const memory = memoryStore({ lasting: true });
    let failing = false;
    const commit: Store['commit'] = async (batch) => {
      if (failing && batch.some(({ op }) => op === 'row')) throw new StoreError('the disk is full');
      memory.commit(batch);
    };
    const get = (target: object, key: keyof Store): unknown => {
      const value = memory[key];
      if (key === 'commit') return commit;
      return typeof value === 'function' ? value.bind(target) : value;
    };
    const scripted = new ScriptedHost({ store: new Proxy(memory, { get: get as never }) });
    const from = scripted.plug('from');
    const to = scripted.plug('to');
    const channel = from.channel('room');
    scripted.host.addHook(new SyncHook('bridge', { channels: { room: [channel, to.channel('room')] } }));
    await scripted.open();
    failing = true;
    void from.emit({ type: 'message', channel, id: 'm1', text: 'hello', user: { id: 'ann', nick: 'ann' } });
    await scripted.clock.settle();
    await scripted.close();
    expect(to.calls).toHaveLength(0);
    failing = false;
    await scripted.open();
    await scripted.clock.settle();
    expect(to.texts).toEqual(['<ann> hello']);
    await scripted.close();
  });
});
