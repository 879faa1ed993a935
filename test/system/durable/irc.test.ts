import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OutboxCounts, OutboxTotals } from '../../../src/index.ts';
import { IrcPeer } from '../../servers/irc-peer.ts';
import { startNgircd } from '../../servers/ngircd.ts';
import type { ServerProcess } from '../../servers/process.ts';
import { describeWith } from '../../servers/require.ts';

const program = fileURLToPath(new URL('irc-bridge.ts', import.meta.url));

/** How long a process may take to start and connect on a busy machine. */
const STARTS_IN_MS = 90_000;

/** A bridge in a process of its own. */
class Bridge {
  readonly #child: ChildProcess;
  readonly #lines: Interface;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! });
  }

  async outbox(): Promise<{ readonly counts: OutboxCounts; readonly totals: OutboxTotals }> {
    this.#child.stdin?.write('\n');
    const [line] = await once(this.#lines, 'line');
    return JSON.parse(line as string) as Awaited<ReturnType<Bridge['outbox']>>;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

describeWith('ngircd', 'the program of the README, killed with kill -9', () => {
  let folder: string;
  let servers: readonly [ServerProcess, ServerProcess];
  let ann: IrcPeer;
  let bridge: Bridge;

  const begin = async (): Promise<void> => {
    const from = ann.lines.length;
    bridge = new Bridge([join(folder, 'bridge.db'), ...servers.map(({ port }) => `${port}`)]);
    await ann.waitFor(/^:tie\S* JOIN/, from, STARTS_IN_MS);
  };
  const say = (texts: readonly string[]): void => {
    for (const text of texts) ann.say('#lobby', text);
  };
  const arrive = async (): Promise<IrcPeer> => {
    const bob = await IrcPeer.connect({ port: servers[1].port, nick: 'bob' });
    await bob.join('#lobby');
    return bob;
  };
  const texts = (peer: IrcPeer): string[] => peer.messages('#lobby').map(({ text }) => text);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tieline-irc-kill-'));
    servers = [await startNgircd(), await startNgircd()];
    ann = await IrcPeer.connect({ port: servers[0].port, nick: 'ann' });
    await ann.join('#lobby');
  });

  afterEach(async () => {
    await bridge.kill();
    ann.close();
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('delivers afterwards what it had heard, in order, and goes on', { timeout: 600_000 }, async () => {
    await begin();
    const heard = Array.from({ length: 30 }, (_, index) => `said ${index + 1}`);
    await servers[1].stop();
    say(heard);
    // What was heard before the bridge noticed that the server is gone is written down as being sent.
    const heardAll = async (): Promise<void> => {
      const { pending, sending, uncertain } = (await bridge.outbox()).counts;
      expect(pending + sending + uncertain).toBe(heard.length);
    };
    await vi.waitFor(heardAll, { timeout: 10_000 });
    await bridge.kill();
    await servers[1].start();
    const bob = await arrive();
    await begin();
    await bob.waitForMessages('#lobby', 30);
    say(['and now']);
    await bob.waitForMessages('#lobby', 31);
    expect(texts(bob)).toEqual([...heard, 'and now'].map((text) => `<ann> ${text}`));
    bob.close();
  });

  it('delivers nothing twice but what was uncertain, however often it is killed', { timeout: 600_000 }, async () => {
    const bob = await arrive();
    for (let round = 1; round <= 5; round += 1) {
      await begin();
      const all = Array.from({ length: 40 }, (_, index) => `round ${round} ${index + 1}`);
      // When the first has come through, the rest is on its way at any of its stations.
      say(all);
      await bob.waitFor(new RegExp(`round ${round} \\d`));
      await bridge.kill();
    }
    await begin();
    say(['last words']);
    await bob.waitFor(/last words/);
    const { counts, totals } = await bridge.outbox();
    expect(counts).toMatchObject({ uncertain: 0, dead: 0, pending: 0 });
    const came = texts(bob);
    expect(came.length).toBeGreaterThan(5);
    const first = came.filter((text, index) => came.indexOf(text) === index);
    const place = (text: string): number => {
      const [, round = 9, number = 0] = /round (\d+) (\d+)/.exec(text) ?? [];
      return Number(round) * 100 + Number(number);
    };
    expect(came.length - first.length).toBeLessThanOrEqual(totals.uncertain);
    expect(first.map(place)).toEqual(first.map(place).toSorted((a, b) => a - b));
    bob.close();
  });
});
