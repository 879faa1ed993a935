import { describe, expect, it } from 'vitest';
import { MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import { defineHook, Host } from '../../src/index.ts';

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
});
