/**
 * The second half of `npm run soak`: runs a bridge between two real IRC servers for a while, and cuts cables, kills the bridge
 * and restarts servers at random.
 *
 * What people say while the bridge is away is not its business: IRC has no memory. So only what was said in calm moments
 * has to arrive; everything has to arrive in order, and nothing may come back to where it was said.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../src/testing/index.ts';
import { startInspircd } from '../test/servers/inspircd.ts';
import { IrcPeer } from '../test/servers/irc-peer.ts';
import { startNgircd } from '../test/servers/ngircd.ts';
import type { ServerProcess } from '../test/servers/process.ts';
import { CableProxy } from '../test/servers/proxy.ts';

const ROOM = '#room';
const SIDES = ['west', 'east'] as const;
type Side = (typeof SIDES)[number];

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const random = new SeededRandom(seed);
const endsAt = Date.now() + Number(values.minutes) * 60_000;
const folder = mkdtempSync(join(tmpdir(), 'tieline-soak-'));
const store = join(folder, 'bridge.db');

/** A message that somebody said, and whether the bridge was well while they did. */
interface Said {
  readonly number: number;
  readonly from: Side;
  calm: boolean;
}

/** One of the two servers, the cable of the bridge to it, and somebody there. */
interface Place {
  readonly server: ServerProcess;
  readonly cable: CableProxy;
  peer: IrcPeer;
  /** What was heard there from peers that have gone since. */
  readonly heard: { readonly nick: string; readonly text: string }[];
}

const said: Said[] = [];
const counts = { cuts: 0, kills: 0, restarts: 0 };
let status = { connected: false, waiting: 0, uncertain: 0 };
let bridge: ChildProcess | undefined;
let troubleUntil = 0;

const inspircd = await startInspircd();
const places: Record<Side, Place> = {
  west: await place(await startNgircd()),
  east: await place(inspircd.server),
};
process.stdout.write(`soaking for ${values.minutes} minutes, seed ${seed}\n`);
try {
  startBridge();
  const faults = misbehave();
  await talk();
  await faults;
  await calmDown();
  report();
} finally {
  bridge?.kill('SIGKILL');
  for (const { peer, cable, server } of Object.values(places)) {
    peer.close();
    await cable.close();
    await server.stop();
  }
  rmSync(folder, { recursive: true, force: true });
}

async function place(server: ServerProcess): Promise<Place> {
  return { server, cable: await CableProxy.to(server.port), peer: await enter(server), heard: [] };
}

async function enter(server: ServerProcess): Promise<IrcPeer> {
  const peer = await IrcPeer.connect({ port: server.port, nick: 'ann' });
  await peer.join(ROOM);
  return peer;
}

function startBridge(): void {
  const ports = SIDES.map((side) => String(places[side].cable.port));
  const program = join(import.meta.dirname, 'soak-irc-bridge.ts');
  const child = spawn(process.execPath, [program, ...ports, store], { stdio: ['ignore', 'pipe', 'ignore'] });
  bridge = child;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (bridge === child) status = JSON.parse(line);
  });
}

/** Says things on both sides, in bursts and in peace. */
async function talk(): Promise<void> {
  while (Date.now() < endsAt) {
    const burst = random.chance(0.05) ? 200 : 1;
    for (let index = 0; index < burst; index += 1) {
      const from = random.pick(SIDES);
      const number = said.length + 1;
      said.push({ number, from, calm: status.connected && Date.now() > troubleUntil });
      places[from].peer.say(ROOM, `message ${number}`);
    }
    await delay(random.below(60));
  }
}

/** Breaks something every few seconds. */
async function misbehave(): Promise<void> {
  while (Date.now() < endsAt - 5000) {
    await delay(2000 + random.below(8000));
    const luck = random.next();
    if (luck < 0.5) await cut();
    else if (luck < 0.85) await kill();
    else await restart();
  }
}

/** What was said shortly before or during a fault may never have reached the bridge. */
function trouble(): void {
  status = { ...status, connected: false };
  troubleUntil = Date.now() + 3000;
  for (const one of said.slice(-2000)) if (one.number > said.length - 300) one.calm = false;
}

async function cut(): Promise<void> {
  counts.cuts += 1;
  const { cable } = places[random.pick(SIDES)];
  trouble();
  cable.sever();
  await delay(random.below(4000));
  cable.heal();
  trouble();
}

async function kill(): Promise<void> {
  counts.kills += 1;
  trouble();
  const child = bridge as ChildProcess;
  bridge = undefined;
  const ended = once(child, 'exit');
  child.kill(random.chance(0.7) ? 'SIGKILL' : 'SIGTERM');
  await ended;
  await delay(random.below(1000));
  startBridge();
  trouble();
}

async function restart(): Promise<void> {
  counts.restarts += 1;
  trouble();
  const here = places[random.pick(SIDES)];
  here.heard.push(...here.peer.messages(ROOM));
  here.peer.close();
  await here.server.restart();
  here.peer = await enter(here.server);
  trouble();
}

/** Lets everything come to rest. */
async function calmDown(): Promise<void> {
  for (const { cable } of Object.values(places)) cable.heal();
  const limit = Date.now() + 120_000;
  for (let quiet = 0; quiet < 20; ) {
    if (Date.now() > limit) throw new Error(`no rest after two minutes: ${JSON.stringify(status)}`);
    await delay(200);
    quiet = status.connected && status.waiting === 0 ? quiet + 1 : 0;
  }
  for (const { peer } of Object.values(places)) await peer.settle();
}

/** Looks whether all came, in order, twice only where that was uncertain, and whether nothing came back. */
function report(): void {
  const faults: string[] = [];
  let doubled = 0;
  for (const [index, side] of SIDES.entries()) {
    const other = SIDES[1 - index] as Side;
    const { heard, peer } = places[side];
    const numbers = [...heard, ...peer.messages(ROOM)].map(({ text }) => Number(/message (\d+)$/.exec(text)?.[1]));
    const own = numbers.filter((number) => said[number - 1]?.from === side);
    if (own.length > 0) faults.push(`${own.length} came back to the ${side}: ${own.slice(0, 5).join(', ')}`);
    const found = new Set(numbers);
    // What was on its way when a process was killed may come twice, the second time behind what followed it.
    const first = [...found];
    const unordered = first.findIndex((number, at) => at > 0 && number < (first[at - 1] as number));
    if (unordered > 0) faults.push(`in the ${side}, ${first[unordered]} came after ${first[unordered - 1]}`);
    doubled += numbers.length - found.size;
    const missing = said.filter(({ from, calm, number }) => from === other && calm && !found.has(number));
    if (missing.length > 0) {
      const list = missing.slice(0, 5).map(({ number }) => number);
      faults.push(`${missing.length} that were said in peace never came to the ${side}: ${list.join(', ')}`);
    }
  }
  const { uncertain } = status;
  if (doubled > uncertain) faults.push(`${doubled} came twice, and only ${uncertain} were uncertain`);
  const calm = said.filter((one) => one.calm).length;
  process.stdout.write(
    `${said.length} messages (${calm} in peace), ${JSON.stringify(counts)}, ${doubled} came twice, ${uncertain} uncertain\n${faults.join('\n') || 'every promise was kept'}\n`,
  );
  if (faults.length > 0) process.exitCode = 1;
}
