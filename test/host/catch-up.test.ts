import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MemoryNetwork, MemoryPlug } from '../../plugs/memory/index.ts';
import {
  type Channel,
  type ChatEvent,
  defineHook,
  type HistoryQuery,
  Host,
  memoryStore,
  type QueuedEvent,
  silentLogger,
} from '../../src/index.ts';

const DAY_MS = 86_400_000;

/** Knows when each message of the past was said, if that was days ago. */
class DatedPlug extends MemoryPlug {
  protected override async *getHistory(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    for await (const event of super.getHistory(channel, query)) {
      const days = 'text' in event && String(event.text).endsWith('days ago') ? 2 : 0;
      yield { ...event, at: new Date(Date.now() - days * DAY_MS) };
    }
  }
}

function setUp(network: MemoryNetwork, store = memoryStore({ lasting: true }), limits = {}, Kind = MemoryPlug) {
  const host = new Host({ store, logger: silentLogger, ...limits });
  const plug = host.addPlug(new Kind('here', { network }));
  const seen: string[] = [];
  const room: Channel = plug.channel('room');
  const note = (event: ChatEvent): void => {
    if (event.type === 'message') seen.push(`${event.text}${event.history ? ' (past)' : ''}`);
    if (event.type === 'gap') seen.push(`gap: ${event.reason}`);
  };
  host.addHook(defineHook('watch', { watches: () => [room], onReceive: note }));
  return { host, seen, store };
}

/** While it is asked for the past, one message comes live, and one that it does not hear of. */
class TalkedOver extends MemoryPlug {
  #deaf = false;

  protected override async *getHistory(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    const { network } = this.config;
    network.say('room', 'ann', 'heard');
    this.#deaf = true;
    network.say('room', 'ann', 'not heard');
    this.#deaf = false;
    yield* super.getHistory(channel, query);
  }

  protected override queue(event: QueuedEvent): Promise<void> {
    return this.#deaf ? Promise.resolve() : super.queue(event);
  }
}

/** A network on which `one` was said and heard, by a host that is closed again. */
async function heardOne(): Promise<{ readonly network: MemoryNetwork; readonly first: ReturnType<typeof setUp> }> {
  const network = new MemoryNetwork('net');
  const first = setUp(network);
  await first.host.open();
  network.say('room', 'ann', 'one');
  await expect.poll(() => first.seen).toEqual(['one']);
  await first.host.close();
  return { network, first };
}

describe('catching up', () => {
  it('gives what came live meanwhile its place in what is fetched', async () => {
    const { network, first } = await heardOne();
    network.say('room', 'ann', 'two');
    const { host, seen } = setUp(network, first.store, {}, TalkedOver);
    await host.open();
    await expect.poll(() => seen.length).toBe(3);
    expect(seen).toEqual(['two (past)', 'heard', 'not heard (past)']);
    await host.close();
  });

  it('keeps that place over the end of the process', async () => {
    const { network, first } = await heardOne();
    network.say('room', 'ann', 'two');
    const second = setUp(network, first.store, {}, TalkedOver);
    let stuck = false;
    const hang = (): Promise<never> => {
      stuck = true;
      return new Promise(() => undefined);
    };
    second.host.addHook(defineHook('hangs', { onReceive: hang }), { priority: 1 });
    await second.host.open();
    await expect.poll(() => stuck).toBe(true);
    const third = setUp(network, first.store.crash());
    await third.host.open();
    await expect.poll(() => third.seen.length).toBe(3);
    expect(third.seen).toEqual(['two (past)', 'heard', 'not heard (past)']);
    await third.host.close();
  });

  it('fetches what was said while the connection was gone, before what comes live', async () => {
    const network = new MemoryNetwork('net');
    const { host, seen } = setUp(network);
    await host.open();
    network.say('room', 'ann', 'one');
    await expect.poll(() => seen).toEqual(['one']);
    network.cut();
    network.say('room', 'ann', 'two');
    network.say('room', 'ann', 'three');
    network.mend();
    await expect.poll(() => host.plug('here')?.state).toBe('connected');
    network.say('room', 'ann', 'four');
    await expect.poll(() => seen).toEqual(['one', 'two (past)', 'three (past)', 'four']);
    await host.close();
  });

  it('fetches what was said while the process was not there', async () => {
    const { network, first } = await heardOne();
    network.say('room', 'ann', 'two');
    const second = setUp(network, first.store);
    await second.host.open();
    await expect.poll(() => second.seen).toEqual(['two (past)']);
    await second.host.close();
  });

  it('fetches what came as the host was closing, though we said something behind it', async () => {
    const network = new MemoryNetwork('net');
    const first = setUp(network);
    const slow = Promise.withResolvers<void>();
    first.host.addHook(defineHook('slow', { beforeReceive: () => slow.promise }));
    await first.host.open();
    network.say('room', 'ann', 'one');
    const closing = first.host.close();
    await setImmediate();
    network.say('room', 'ann', 'two');
    await first.host.plug('here')?.channel('room').send('ours');
    slow.resolve();
    await closing;
    expect(first.seen).toEqual(['one', 'ours']);
    const second = setUp(network, first.store);
    await second.host.open();
    await expect.poll(() => second.seen).toEqual(['two (past)']);
    await second.host.close();
  });

  it('says what it did not fetch', async () => {
    const network = new MemoryNetwork('net');
    const { host, seen } = setUp(network, undefined, { catchUpCount: 2 });
    await host.open();
    network.say('room', 'ann', 'one');
    await expect.poll(() => seen).toEqual(['one']);
    network.cut();
    for (const text of ['two', 'three', 'four']) network.say('room', 'ann', text);
    network.mend();
    await expect.poll(() => seen.length).toBeGreaterThan(2);
    expect(seen.at(-1)).toContain('gap: there are more than 2');
    await host.close();
  });

  for (const [what, history] of [
    ['', false],
    [' and the plug told of a part of it by itself', true],
  ] as const)
    it(`fetches the rest where the connection went again meanwhile${what}`, async () => {
      const network = new MemoryNetwork('net');
      const { host, seen } = setUp(network);
      const plug = host.plug('here') as MemoryPlug;
      const stuck = Promise.withResolvers<void>();
      const past = plug['getHistory'].bind(plug);
      plug['getHistory'] = async function* (channel, query) {
        plug['getHistory'] = past;
        await stuck.promise;
        yield* past(channel, query);
      };
      const queue = plug['queue'].bind(plug);
      await host.open();
      network.say('room', 'ann', 'one');
      await expect.poll(() => seen).toEqual(['one']);
      network.cut();
      network.say('room', 'ann', 'two');
      network.mend();
      await expect.poll(() => plug.state).toBe('connected');
      // It comes while the past is asked for, and must not pass for all that came.
      plug['queue'] = (event) => queue({ ...event, history });
      network.say('room', 'ann', 'three');
      plug['status']('reconnecting');
      plug['status']('connected');
      await expect.poll(() => seen.length).toBe(3);
      stuck.resolve();
      expect(seen.map((text) => text.replace(' (past)', ''))).toEqual(['one', 'two', 'three']);
      await host.close();
    });

  it('fetches it also where the connection went twice before its turn had come', async () => {
    const network = new MemoryNetwork('net');
    const { host, seen } = setUp(network);
    const plug = host.plug('here') as MemoryPlug;
    // More than are asked for at once.
    const rooms = ['1', '2', '3', '4', 'last'].map((source) => plug.channel(source));
    host.addHook(defineHook('more', { watches: () => rooms }));
    const past = plug['getHistory'].bind(plug);
    plug['getHistory'] = async function* () {
      await new Promise(() => undefined);
    };
    await host.open();
    for (const { source } of rooms) network.say(source, 'ann', 'one');
    await expect.poll(() => seen.length).toBe(rooms.length);
    network.cut();
    network.say('last', 'ann', 'two');
    network.mend();
    await expect.poll(() => plug.state).toBe('connected');
    network.say('last', 'ann', 'three');
    for (let times = 0; times < 2; times += 1) {
      if (times === 1) plug['getHistory'] = past;
      plug['status']('reconnecting');
      plug['status']('connected');
      await setImmediate();
    }
    await expect.poll(() => seen.slice(rooms.length)).toEqual(['two (past)', 'three']);
    await host.close();
  });

  it('fetches what was said in a channel in which nothing had come yet, where the newest is known', async () => {
    const network = new MemoryNetwork('net');
    const { host, seen } = setUp(network);
    network.say('room', 'ann', 'long ago');
    await host.open();
    await expect.poll(() => host.plug('here')?.state).toBe('connected');
    network.cut();
    network.say('room', 'ann', 'one');
    network.mend();
    await expect.poll(() => seen).toEqual(['one (past)']);
    await host.close();
  });

  it('leaves alone what is too old, and says so', async () => {
    const { network, first } = await heardOne();
    for (const text of ['two days ago', 'three days ago', 'today']) network.say('room', 'ann', text);
    const second = setUp(network, first.store, { catchUpAgeMs: DAY_MS }, DatedPlug);
    await second.host.open();
    await expect.poll(() => second.seen).toEqual([`gap: 2 messages are older than ${DAY_MS} ms`, 'today (past)']);
    await second.host.close();
  });

  it('says so also where the connection went before the rest was fetched', async () => {
    const network = new MemoryNetwork('net');
    const { host, seen } = setUp(network, undefined, { catchUpAgeMs: DAY_MS }, DatedPlug);
    const plug = host.plug('here') as MemoryPlug;
    const [fetched, stuck] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const past = plug['getHistory'].bind(plug);
    plug['getHistory'] = async function* (channel, query) {
      plug['getHistory'] = past;
      for await (const event of past(channel, query)) {
        yield event;
        if (!('text' in event) || String(event.text) !== 'today') continue;
        fetched.resolve();
        await stuck.promise;
      }
    };
    await host.open();
    network.say('room', 'ann', 'one');
    await expect.poll(() => seen).toEqual(['one']);
    network.cut();
    for (const text of ['two days ago', 'today', 'now']) network.say('room', 'ann', text);
    network.mend();
    await fetched.promise;
    plug['status']('reconnecting');
    plug['status']('connected');
    await expect.poll(() => seen.length).toBeGreaterThan(3);
    stuck.resolve();
    expect(seen).toEqual(['one', `gap: 1 messages are older than ${DAY_MS} ms`, 'today (past)', 'now (past)']);
    await host.close();
  });
});
