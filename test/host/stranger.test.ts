import { describe, expect, it } from 'vitest';
import { defineHook } from '../../src/index.ts';
import { ScriptedHost } from './scripted-host.ts';

const FLOOD = 20_000;
/** How many macrotasks a channel may have to wait for all others together. */
const PATIENCE = 4;

/** How many macrotasks pass until a message of a calm channel has reached its hook, while `trouble` is under way. */
async function waits(scripted: ScriptedHost, trouble: () => void): Promise<number> {
  const { clock } = scripted;
  const calm = scripted.plug('calm');
  await scripted.open();
  trouble();
  const before = clock.macrotasks;
  calm.say('room', 'calm');
  await clock.runUntil(() => scripted.texts.includes('calm'));
  return clock.macrotasks - before;
}

/** The same for a message that goes out. */
async function waitsOut(scripted: ScriptedHost, trouble: () => void): Promise<number> {
  const { clock } = scripted;
  const calm = scripted.plug('calm');
  await scripted.open();
  trouble();
  const before = clock.macrotasks;
  void calm.channel('room').send('calm');
  await clock.runUntil(() => calm.texts.includes('calm'));
  return clock.macrotasks - before;
}

describe('promise 4: no channel waits for another', () => {
  it('whose hook is slow', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy');
    scripted.host.addHook(
      defineHook('slow', { onReceive: ({ plug }) => (plug === noisy ? new Promise(() => undefined) : undefined) }),
    );
    const count = await waits(scripted, () => {
      for (let index = 0; index < 100; index += 1) noisy.say(`room ${index % 10}`, String(index));
    });
    expect(count).toBeLessThan(PATIENCE);
  });

  it('of the same plug whose hook is slow', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    scripted.host.addHook(
      defineHook('slow', {
        onReceive: ({ channel }) => (channel.source === 'slow' ? new Promise(() => undefined) : undefined),
      }),
    );
    await scripted.open();
    plug.say('slow', '1');
    plug.say('slow', '2');
    plug.say('quick', '3');
    await scripted.clock.settle();
    expect(scripted.texts).toContain('3');
  });

  it('that is flooded', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy');
    const count = await waits(scripted, () => {
      for (let index = 0; index < FLOOD; index += 1) noisy.say('room', String(index));
    });
    expect(count).toBeLessThan(PATIENCE);
    expect(scripted.texts.length).toBeLessThan(FLOOD);
  });

  it('when many are flooded', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy');
    const count = await waits(scripted, () => {
      for (let index = 0; index < FLOOD; index += 1) noisy.say(`room ${index % 10}`, String(index));
    });
    expect(count).toBeLessThan(PATIENCE);
  });

  it('that is flooded with messages to send', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy', { capabilities: { pipeline: FLOOD } });
    const count = await waitsOut(scripted, () => {
      for (let index = 0; index < FLOOD; index += 1) void noisy.channel('room').send(String(index));
    });
    expect(count).toBeLessThan(PATIENCE);
  });

  it('whose put() hangs', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy');
    const trouble = (): void => {
      for (let index = 0; index < 100; index += 1)
        void noisy
          .channel(`room ${index % 10}`)
          .send(String(index))
          .catch(() => undefined);
    };
    expect(await waitsOut(scripted, trouble)).toBeLessThan(PATIENCE);
  });

  it('that is being echoed to while its put() hangs', async () => {
    const scripted = new ScriptedHost();
    const plug = scripted.plug('net');
    await scripted.open();
    void plug
      .channel('stuck')
      .send('1')
      .catch(() => undefined);
    plug.say('stuck', 'waits for the send');
    plug.say('free', 'waits for nobody');
    await scripted.clock.settle();
    expect(scripted.texts).toEqual(['waits for nobody']);
  });

  it('that waits for its rate, or for one that is held back', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy', { capabilities: { rate: { count: 1, perMs: 60_000, scope: 'channel' } } });
    const trouble = (): void => {
      for (let index = 0; index < 100; index += 1)
        void noisy
          .channel('room')
          .send(String(index))
          .catch(() => undefined);
    };
    expect(await waitsOut(scripted, trouble)).toBeLessThan(PATIENCE);
    void noisy.channel('other room').send('calm too');
    await scripted.clock.settle();
    expect(noisy.texts).toContain('calm too');
  });

  it('whose network is dead', async () => {
    const scripted = new ScriptedHost();
    const noisy = scripted.plug('noisy', { manual: true });
    const trouble = (): void => {
      for (let index = 0; index < 100; index += 1) void noisy.channel('room').post(String(index));
    };
    const opening = scripted.host.open();
    await scripted.clock.advance(60_000);
    await opening;
    expect(noisy.state).not.toBe('connected');
    expect(await waitsOut(scripted, trouble)).toBeLessThan(PATIENCE);
  });

  it('and an event waits only for the sends that were under way when it came', async () => {
    const scripted = new ScriptedHost();
    const { clock } = scripted;
    const plug = scripted.plug('net', { capabilities: { pipeline: 2 } });
    await scripted.open();
    void plug.channel('room').send('1');
    plug.say('room', 'came during the first');
    void plug
      .channel('room')
      .send('2')
      .catch(() => undefined);
    await clock.settle();
    expect(scripted.texts).toEqual([]);
    plug.calls[0]?.succeed();
    await clock.settle();
    expect(plug.texts).toEqual(['1', '2']);
    expect(scripted.texts).toEqual(['came during the first']);
  });
});
