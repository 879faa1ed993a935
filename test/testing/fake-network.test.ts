import { describe, expect, it } from 'vitest';
import { defineHook, Host, silentLogger } from '../../src/index.ts';
import { FakeClock, FakeNetwork, FakeNetworkPlug, type Faults, plugContract } from '../../src/testing/index.ts';
import { quickClock } from './fixtures/quick-clock.ts';

async function opened(faults: Faults, seed = 1) {
  const clock = new FakeClock({ seed });
  const network = new FakeNetwork({ name: 'net', clock, seed, faults });
  const host = new Host({ clock, logger: silentLogger });
  const plug = host.addPlug(new FakeNetworkPlug('tie', { network }));
  const heard: string[] = [];
  host.addHook(
    defineHook('watch', {
      onReceive: (event) => void heard.push(event.type === 'message' ? String(event.text) : event.type),
    }),
  );
  await clock.wait(host.open());
  await clock.runUntil(() => plug.state === 'connected');
  return { clock, network, host, plug, heard };
}

const numbers = Array.from({ length: 40 }, (_, index) => String(index));

describe('a FakeNetwork', () => {
  it('that works brings everything, in order, both ways', async () => {
    const { clock, network, plug, heard } = await opened({ delayMs: 50 });
    for (const text of numbers) network.say('room', 'ann', text);
    const sent = numbers.map((text) => plug.channel('out').send(text));
    await clock.wait(Promise.all(sent));
    await clock.advance(100);
    expect(heard.slice(0, 40)).toEqual(numbers);
    expect(network.texts('out')).toEqual(numbers);
    expect(heard).toHaveLength(80);
  });

  const fates: Record<string, { readonly faults: Faults; readonly error: RegExp }> = {
    'loses a request': { faults: { loseRequest: 1 }, error: /no answer/ },
    'loses an answer': { faults: { loseResponse: 1 }, error: /no answer/ },
    refuses: { faults: { refuse: 1 }, error: /refused/ },
    'limits the rate': { faults: { rateLimit: 1 }, error: /slow down/ },
    hangs: { faults: { hang: 1 }, error: /took longer/ },
  };
  for (const [name, { faults, error }] of Object.entries(fates)) {
    it(name, async () => {
      const { clock, network, plug } = await opened(faults);
      await expect(clock.wait(plug.channel('room').send('hello'))).rejects.toThrow(error);
      if (faults.loseResponse) expect(network.texts('room')).toEqual(['hello']);
      else if (!faults.hang) expect(network.texts('room')).toEqual([]);
    });
  }

  it('brings events twice, or in another order', async () => {
    const twice = await opened({ duplicate: 1 });
    for (const text of numbers) twice.network.say('room', 'ann', text);
    await twice.clock.settle();
    expect(twice.heard, 'the same event again is dropped').toEqual(numbers);
    const mixed = await opened({ reorder: 0.5, delayMs: 10 });
    for (const text of numbers) mixed.network.say('room', 'ann', text);
    await mixed.clock.advance(100);
    expect(mixed.heard).not.toEqual(numbers);
    expect(mixed.heard.toSorted()).toEqual(numbers.toSorted());
  });

  it('cuts connections and refuses new ones', async () => {
    const { clock, network, plug } = await opened({ delayMs: 5 });
    network.sever();
    expect(plug.state).toBe('waiting');
    await clock.advance(60_000);
    expect(plug.state).not.toBe('connected');
    network.heal();
    await clock.advance(60_000);
    expect(plug.state).toBe('connected');
    network.faults = { disconnect: 1 };
    await clock.wait(
      plug
        .channel('room')
        .send('hello')
        .catch(() => undefined),
    );
    await clock.advance(600_000);
    expect(plug.state).toBe('connected');
  });

  it('does the same with the same seed, and something else with another', async () => {
    const run = async (seed: number): Promise<string> => {
      const faults = {
        delayMs: 20,
        duplicate: 0.2,
        reorder: 0.2,
        loseResponse: 0.3,
        refuse: 0.2,
        disconnect: 0.05,
        failStart: 0.2,
      };
      const { clock, network, plug, heard } = await opened(faults, seed);
      for (const text of numbers) {
        network.say('room', 'ann', text);
        void plug.channel('room').post(`out ${text}`);
        await clock.advance(10);
      }
      await clock.advance(100_000);
      return JSON.stringify([heard, network.messages]);
    };
    expect(await run(3)).toBe(await run(3));
    expect(await run(3)).not.toBe(await run(4));
  });
});

let accounts = 0;
for (const capabilities of [{}, { echo: 'none' }, { idempotency: 'echo' }] as const) {
  const clock = quickClock(20);
  plugContract({
    describe,
    it,
    name: `a FakeNetworkPlug, ${JSON.stringify(capabilities)}`,
    clock,
    create: () => {
      accounts += 1;
      return new FakeNetworkPlug(`tie${accounts}`, { network: new FakeNetwork({ name: 'net', clock }), capabilities });
    },
    peer(plug) {
      const { network } = plug.config;
      return {
        channel: plug.channel('room'),
        say: (nick, text) => void network.say('room', nick, text),
        seen: () => network.messages.map(({ text, nick }) => ({ text, author: nick })),
        sever: () => network.sever(),
        heal: () => network.heal(),
        close: () => undefined,
      };
    },
  });
}
