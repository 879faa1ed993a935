import { describe, expect, it } from 'vitest';
import { MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import { type Capabilities, ConfigError, defineHook, Host, memoryStore, Plug, silentLogger } from '../../src/index.ts';

class EndlessPlug extends Plug<undefined> {
  readonly networkName = 'endless';
  readonly networkId = 'endless';
  readonly capabilities: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'none', idempotency: 'none' };
  aborted = false;

  protected override start(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => {
      this.aborted = true;
    });
    return new Promise(() => undefined);
  }

  protected override async put(): Promise<string> {
    return 'id';
  }
}

describe('run()', () => {
  it('ends at once when it is asked to quit while a plug is still starting', async () => {
    const host = new Host({ logger: silentLogger, openTimeoutMs: 60_000 });
    const plug = host.addPlug(new EndlessPlug('endless', undefined));
    const ended = host.run();
    await expect.poll(() => plug.state).toBe('starting');
    host.quit();
    await ended;
    expect(plug.aborted).toBe(true);
    expect(plug.state).toBe('idle');
  });

  it('works again after it has ended, and after open() and close()', async () => {
    const host = new Host({ logger: silentLogger });
    const plug = host.addPlug(new MemoryPlug('here', { network: new MemoryNetwork('net') }));
    await host.open();
    await host.close();
    for (let round = 0; round < 2; round += 1) {
      let over = false;
      const ended = host.run().then(() => {
        over = true;
      });
      await expect.poll(() => plug.state).toBe('connected');
      expect(over).toBe(false);
      host.quit();
      await ended;
      expect(plug.state).toBe('idle');
    }
  });

  it('listens to no signal any more when it could not be opened', async () => {
    const before = process.listenerCount('SIGTERM');
    const store = Object.assign(memoryStore(), { open: () => Promise.reject(new Error('broken')) });
    const host = new Host({ logger: silentLogger, store });
    await expect(host.run()).rejects.toThrow();
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('adding while running', () => {
  it('takes a message for a plug that was added this moment', async () => {
    const host = new Host({ logger: silentLogger });
    await host.open();
    const network = new MemoryNetwork('net');
    const plug = host.addPlug(new MemoryPlug('late', { network }));
    await plug.channel('room').send('hi');
    expect(network.texts('room')).toEqual(['hi']);
    await host.close();
  });

  it('hands a hook that was added this moment what comes next', async () => {
    const host = new Host({ logger: silentLogger });
    const network = new MemoryNetwork('net');
    host.addPlug(new MemoryPlug('here', { network }));
    await host.open();
    const seen: string[] = [];
    const note = defineHook('note', {
      onReceive: (event) => void (event.type === 'message' && seen.push(String(event.text))),
    });
    host.addHook(note);
    network.say('room', 'ann', 'at once');
    await expect.poll(() => seen).toEqual(['at once']);
    await host.close();
  });

  it('refuses a plug that is in another host', () => {
    const plug = new MemoryPlug('here', { network: new MemoryNetwork('net') });
    new Host().addPlug(plug);
    expect(() => new Host().addPlug(plug)).toThrow(ConfigError);
  });
});
