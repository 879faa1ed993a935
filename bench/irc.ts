/** (e) From one real IRC server to another: flat out, and at a steady rate; with a raw relay and one on irc-framework as floors. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { IrcPeer } from '../test/servers/irc-peer.ts';
import { startNgircd } from '../test/servers/ngircd.ts';
import { median, percentile, report } from './measure.ts';

const FLAT_OUT = 20_000;
/** How many may be on the way at a time, so that no server drops a peer for its queue. */
const WINDOW = 500;
const KINDS = ['raw', 'framework', 'send', 'sync'] as const;

interface Usage {
  readonly cpu: NodeJS.CpuUsage;
  readonly rss: number;
}

async function usage(relay: ChildProcess): Promise<Usage> {
  relay.send('usage');
  const [answer] = await once(relay, 'message');
  return answer as Usage;
}

/** Messages arrive as `<writer> m<number>`; counts what is lost, twice or out of order. */
class Judge {
  readonly seen: number[] = [];
  readonly #peer: IrcPeer;
  #read = 0;

  constructor(peer: IrcPeer) {
    this.#peer = peer;
  }

  async until(count: number): Promise<void> {
    while (this.collect() < count) await this.more();
  }

  /** Waits for the next line: looking again and again would take a core from the servers and the relay. */
  async more(): Promise<void> {
    await this.#peer.waitFor(/./, this.#peer.lines.length);
  }

  collect(): number {
    for (const line of this.#peer.lines.slice(this.#read)) {
      const number = /:<writer> m(\d+)$/.exec(line)?.[1];
      if (number !== undefined) this.seen.push(Number(number));
    }
    this.#read = this.#peer.lines.length;
    return this.seen.length;
  }

  faults(sent: number): { lost: number; twice: number; disordered: number } {
    const unique = new Set(this.seen);
    const disordered = this.seen.filter((number, index) => index > 0 && number < (this.seen[index - 1] ?? 0)).length;
    return { lost: sent - unique.size, twice: this.seen.length - unique.size, disordered };
  }
}

async function run(kind: string): Promise<void> {
  const [a, b] = [await startNgircd(), await startNgircd()];
  const writer = await IrcPeer.connect({ port: a.port, nick: 'writer' });
  const reader = await IrcPeer.connect({ port: b.port, nick: 'reader' });
  await writer.join('#bench');
  await reader.join('#bench');
  const relay = fork(new URL('irc/relay.ts', import.meta.url), [kind, String(a.port), String(b.port)]);
  await once(relay, 'message');
  const judge = new Judge(reader);
  let sent = 0;
  const say = (count: number): void => {
    writer.raw(...Array.from({ length: count }, (_, index) => `PRIVMSG #bench :m${sent + index}`));
    sent += count;
  };
  const latencies: Record<string, number> = {};
  for (const perSecond of [50, 500]) {
    const waits: number[] = [];
    for (let count = 0; count < perSecond * 4; count += 1) {
      const start = performance.now();
      say(1);
      await judge.until(sent);
      waits.push(performance.now() - start);
      const rest = 1000 / perSecond - (performance.now() - start);
      if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    }
    latencies[`p50At${perSecond}`] = Math.round(median(waits) * 100) / 100;
    latencies[`p99At${perSecond}`] = Math.round(percentile(waits, 0.99) * 100) / 100;
  }
  const before = await usage(relay);
  const start = performance.now();
  const goal = sent + FLAT_OUT;
  while (sent < goal) {
    say(Math.min(goal - sent, WINDOW - (sent - judge.collect())));
    await judge.more();
  }
  await judge.until(goal);
  const seconds = (performance.now() - start) / 1000;
  const after = await usage(relay);
  const micros = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
  report('irc to irc', {
    relay: kind,
    perSecond: Math.round(FLAT_OUT / seconds),
    cpuMicrosPerMessage: Math.round((micros / FLAT_OUT) * 10) / 10,
    rssMB: Math.round(after.rss / 1e6),
    ...latencies,
    ...judge.faults(sent),
  });
  relay.kill();
  await once(relay, 'exit');
  writer.close();
  reader.close();
  await Promise.all([a.stop(), b.stop()]);
}

for (const kind of KINDS) await run(kind);
