import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboxCounts } from '../../../src/index.ts';
import { SeededRandom } from '../../../src/testing/index.ts';
import { sqliteStore } from '../../../stores/sqlite/index.ts';
import { delayOf, faults, losses } from './findings.ts';
import { KilledBridge } from './killed-bridge.ts';
import { certain, plain } from './kinds.ts';
import { Ledger } from './ledger.ts';
import { LineNetwork } from './line-network.ts';
import { Writer } from './writer.ts';

const kills = Number(process.env['TIELINE_KILLS'] ?? 50);
const seed = Number(process.env['TIELINE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const random = new SeededRandom(seed);
const folder = mkdtempSync(join(tmpdir(), 'tieline-kill-'));
const networks = [...certain, plain].map((kind) => new LineNetwork(kind));
const unsure = networks.at(-1) as LineNetwork;
const writers = networks.map((network, index) => new Writer(`w${index}`, network, () => random.next()));
const ledger = new Ledger();

/** How long it may take to finish on a busy machine: long enough that only what stands still takes longer. */
const PATIENCE_MS = 300_000;
/** How many messages of a writer may wait for the bridge at one time. */
const MAX_BEHIND = 50;
/** How many things a bridge may do before it is killed. */
const MOST_ASKED = 400;

/** Until the bridge has asked its networks for so many things: how long that takes is the machine's business. */
async function asked(count: number): Promise<void> {
  let left = count;
  if (left === 0) return;
  await new Promise<void>((resolve) => {
    for (const network of networks) {
      network.onAsked = () => {
        left -= 1;
        if (left === 0) resolve();
      };
    }
  });
}

async function writeAndKill(bridge: KilledBridge): Promise<void> {
  const write = (): void => {
    for (const writer of writers) {
      const behind = networks.some((network) => network !== writer.network && delayOf(network, writer) > MAX_BEHIND);
      if (!behind && random.chance(0.4)) writer.act();
    }
  };
  const timer = setInterval(write, 10);
  for (let count = 0; count < kills; count += 1) {
    bridge.begin();
    // Some do not live to see that they are open.
    if (random.chance(0.2)) await delay(random.next() ** 2 * 500);
    else {
      await bridge.line();
      // It says nothing more; where it ends by itself, this throws.
      await Promise.race([asked(Math.floor(random.next() ** 2 * MOST_ASKED)), bridge.line()]);
    }
    await bridge.kill();
    // The first may have had no time to make it.
    if (existsSync(bridge.path)) await ledger.look(sqliteStore(bridge.path));
  }
  clearInterval(timer);
}

/** Lets it finish in peace. */
async function finish(bridge: KilledBridge): Promise<void> {
  bridge.begin();
  await bridge.line();
  const end = performance.now() + PATIENCE_MS;
  for (let quiet = 0; quiet < 3; ) {
    bridge.tell('counts');
    const counts = await bridge.line();
    const { pending, sending, uncertain } = JSON.parse(counts) as OutboxCounts;
    const waiting = networks.filter((network) => !network.quiet).map(({ kind }) => kind.name);
    quiet = pending + sending + uncertain + waiting.length === 0 ? quiet + 1 : 0;
    if (performance.now() > end) throw new Error(`it does not finish: ${counts}; not acknowledged: ${waiting}`);
    await delay(100);
  }
  await bridge.close();
  await ledger.look(sqliteStore(bridge.path));
}

describe(`a bridge that is killed ${kills} times [seed ${seed}]`, () => {
  beforeAll(
    async () => {
      await using bridge = await KilledBridge.of(folder, networks);
      await writeAndKill(bridge);
      await finish(bridge);
    },
    2 * PATIENCE_MS + kills * 10_000,
  );

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has had enough to do', () => {
    for (const writer of writers) expect(writer.said.length).toBeGreaterThan(kills);
    expect(ledger.interrupted).toBeGreaterThan(kills / 2);
  });

  it.each(networks.filter(({ kind }) => kind !== plain))(
    'gives the $kind.name network each message once, in order, as it is now',
    (network) => {
      expect(writers.flatMap((writer) => faults(network, writer))).toEqual([]);
    },
  );

  it('gives the plain network each message, in order, as it is now', () => {
    expect(writers.flatMap((writer) => losses(unsure, writer))).toEqual([]);
  });

  it('doubles only what was uncertain on the plain network', () => {
    const keys = unsure.puts.map(({ key }) => key);
    const doubled = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
    expect([...doubled].filter((key) => !ledger.uncertain.has(key))).toEqual([]);
    expect(keys.length - new Set(keys).size).toBeLessThanOrEqual(ledger.totalOf(plain.name));
  });

  it('counts as uncertain exactly what was being sent when the process ended', () => {
    expect(ledger.counted).toBe(ledger.interrupted);
  });
});
