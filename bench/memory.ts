/** (d) What channels keep, how long a backlog takes to drain, and what relaying leaves behind. Run with --expose-gc. */
import { type ChatEvent, defineHook, Host } from '../src/index.ts';
import { FeedPlug } from './feed.ts';
import { median, ratio, report } from './measure.ts';

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

function counter(): { until: (count: number) => Promise<void>; hook: ReturnType<typeof defineHook> } {
  let left = 0;
  let finish = (): void => undefined;
  return {
    until: (count) =>
      new Promise((resolve) => {
        left = count;
        finish = resolve;
      }),
    hook: defineHook('count', {
      onReceive: () => {
        left -= 1;
        if (left === 0) finish();
      },
    }),
  };
}

async function channels(): Promise<void> {
  const host = new Host();
  const plug = host.addPlug(new FeedPlug('feed'));
  const { until, hook } = counter();
  host.addHook(hook);
  await host.open();
  const COUNT = 100_000;
  // What is remembered of messages is bounded; it is filled first, so that only the channels are measured.
  const warm = until(40_000);
  for (let index = 0; index < 40_000; index += 1) plug.feed(plug.channel('warm'), 'x');
  await warm;
  const before = heap();
  const all = until(COUNT);
  for (let index = 0; index < COUNT; index += 1) plug.feed(plug.channel(`channel number ${index}`), 'x');
  await all;
  const flush = until(40_000);
  for (let index = 0; index < 40_000; index += 1) plug.feed(plug.channel('warm'), 'x');
  await flush;
  await new Promise((resolve) => setImmediate(resolve));
  report('idle channels', { count: COUNT, bytesEach: Math.round((heap() - before) / COUNT) });
  await host.close();
}

async function drain(): Promise<void> {
  const times: Record<number, number> = {};
  for (const count of [40_000, 200_000]) {
    const rounds: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const host = new Host();
      const plug = host.addPlug(new FeedPlug('feed'));
      const { until, hook } = counter();
      host.addHook(hook);
      await host.open();
      const channel = plug.channel('c');
      const all = until(count);
      for (let index = 0; index < count; index += 1) plug.feed(channel, 'x');
      const start = performance.now();
      await all;
      rounds.push(performance.now() - start);
      await host.close();
    }
    times[count] = median(rounds);
  }
  report('backlog', {
    ms40k: Math.round(times[40_000] ?? 0),
    ms200k: Math.round(times[200_000] ?? 0),
    times: ratio(times[200_000], times[40_000]),
  });
}

async function growth(): Promise<void> {
  const host = new Host();
  const a = host.addPlug(new FeedPlug('a'));
  const b = host.addPlug(new FeedPlug('b'));
  const target = b.channel('c');
  let echoes = 0;
  host.addHook(defineHook('forward', { routes: (event) => (event.plug === a ? [{ channel: target }] : []) }));
  const count = (event: ChatEvent): void => {
    if (event.plug === b) echoes += 1;
  };
  host.addHook(defineHook('count', { onReceive: count }));
  await host.open();
  const relay = async (count: number): Promise<void> => {
    const goal = echoes + count;
    for (let fed = 0; fed < count; fed += 1) {
      a.feed(a.channel('c'), 'hello there');
      while (fed - (echoes - goal + count) > 1000) await new Promise((resolve) => setImmediate(resolve));
    }
    while (echoes < goal) await new Promise((resolve) => setImmediate(resolve));
  };
  await relay(50_000);
  const before = heap();
  const rss = process.memoryUsage().rss;
  await relay(200_000);
  const after = heap();
  report('growth over 200,000 relays', {
    heapMB: Math.round((after - before) / 1e5) / 10,
    rssMB: Math.round((process.memoryUsage().rss - rss) / 1e5) / 10,
  });
  await host.close();
}

await channels();
await drain();
await growth();
