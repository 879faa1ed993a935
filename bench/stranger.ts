/** (c) How long channel B waits while a hook sleeps 100 ms over every message of channel A. */
import { defineHook, Host, silentLogger } from '../src/index.ts';
import { FeedPlug } from './feed.ts';
import { median, percentile, report } from './measure.ts';

const SECONDS = 4;

for (const perSecond of [5, 20, 100]) {
  const host = new Host({ logger: silentLogger, closeTimeoutMs: 100 });
  const plug = host.addPlug(new FeedPlug('feed'));
  const [slow, quick] = [plug.channel('slow'), plug.channel('quick')];
  const sent = new Map<string, number>();
  const waits: number[] = [];
  host.addHook(
    defineHook('sleepy', {
      onReceive: (event) => (event.channel === slow ? new Promise((resolve) => setTimeout(resolve, 100)) : undefined),
    }),
  );
  host.addHook(
    defineHook('watch', {
      onReceive: (event) => {
        if (event.channel !== quick || event.type !== 'message') return;
        waits.push(performance.now() - (sent.get(String(event.text)) ?? Number.NaN));
      },
    }),
  );
  await host.open();
  const total = perSecond * SECONDS;
  for (let count = 0; count < total; count += 1) {
    plug.feed(slow, 'zzz');
    const text = `m${count}`;
    sent.set(text, performance.now());
    plug.feed(quick, text);
    await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  }
  const round = (ms: number): number => Math.round(ms * 1000) / 1000;
  report('stranger', {
    perSecond,
    messages: waits.length,
    p50Ms: round(median(waits)),
    p99Ms: round(percentile(waits, 0.99)),
  });
  await host.close();
}
