/**
 * What durability costs a bridge: journalled relays a second through SyncHook, against plain batched inserts into the same
 * kind of file; the delay it adds at 500 messages a second; and how soon the first message goes when 100,000 were left behind.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { SyncHook } from '../hooks/sync/index.ts';
import { type Channel, Host, memoryStore, type OutboxRow, type Store, silentLogger } from '../src/index.ts';
import { sqliteStore } from '../stores/sqlite/index.ts';
import { FeedPlug } from './feed.ts';
import { median, percentile, race, report } from './measure.ts';

const COUNT = 50_000;
const ROUNDS = 5;
const ROOMS = 10;
/** Fed at a time: enough that the queues do not run dry. With more, all that is under way is merely older. */
const WINDOW = 500;
const TEXT =
  'a message of the length that people write in chats: not short, not long, 100 characters or so in all, really';
const UNFINISHED = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'tieline-bench-'));
const levels = ['process', 'power'] as const;

/** A plug that calls back for each message it is given. */
class TargetPlug extends FeedPlug {
  onPut: (text: string) => void = () => undefined;

  protected override put(...args: Parameters<FeedPlug['put']>): Promise<string> {
    this.onPut(String(args[1].text));
    return super.put(...args);
  }
}

interface Bridge {
  readonly host: Host;
  readonly from: FeedPlug;
  readonly to: TargetPlug;
  readonly rooms: readonly Channel[];
}

function bridge(store: Store): Bridge {
  const host = new Host({ store, logger: silentLogger });
  const from = host.addPlug(new FeedPlug('a'));
  const to = host.addPlug(new TargetPlug('b'));
  const rooms = Array.from({ length: ROOMS }, (_, index) => from.channel(`room${index}`));
  const channels = Object.fromEntries(rooms.map((room) => [room.source, [room, to.channel(room.source)]]));
  host.addHook(new SyncHook('sync', { channels, prefix: '' }));
  return { host, from, to, rooms };
}

/** Relays, as many at a time as there is room for; ends when every echo has been through the hooks. */
function relays({ host, from, rooms, to }: Bridge): () => Promise<void> {
  return () =>
    new Promise((resolve) => {
      let fed = 0;
      let echoes = 0;
      const feed = (): void => {
        for (; fed < COUNT && fed - echoes < WINDOW; fed += 1) from.feed(rooms[fed % ROOMS] as Channel, TEXT);
      };
      const watch = host.events.subscribe((event) => {
        if (event.plug !== to) return;
        echoes += 1;
        if (echoes === COUNT) {
          watch.unsubscribe();
          resolve();
        } else if (fed - echoes < WINDOW / 2) feed();
      });
      feed();
    });
}

/** Plain inserts of rows like an event's, 1,000 in a transaction. */
function inserts(level: (typeof levels)[number]): () => Promise<void> {
  const database = new DatabaseSync(join(folder, `plain-${level}.db`));
  database.exec(`pragma journal_mode = wal; pragma synchronous = ${level === 'power' ? 'full' : 'normal'}`);
  database.exec('create table plain (id integer primary key, channel integer, at integer, data text)');
  const insert = database.prepare('insert into plain (channel, at, data) values (?, ?, ?)');
  const data = JSON.stringify({ text: [{ text: TEXT }], user: { id: 'ann' }, ref: { id: 'f1', channel: 'room1' } });
  return async () => {
    for (let id = 0; id < COUNT; id += 1) {
      if (id % 1000 === 0) database.exec('begin');
      insert.run(id % ROOMS, id, data);
      if (id % 1000 === 999) database.exec('commit');
    }
  };
}

/** How much processor time each contestant takes for one relay or insert, in microseconds: other programs disturb it less. */
class ProcessorTimes {
  readonly #times: Record<string, number[]> = {};

  measured(name: string, run: () => Promise<void>): () => Promise<void> {
    const times: number[] = [];
    this.#times[name] = times;
    return async () => {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / COUNT);
    };
  }

  /** The middle of all rounds but the first, which warms up. */
  of(name: string): number {
    return Math.round(median(this.#times[name]?.slice(1) ?? []) * 10) / 10;
  }
}

async function speeds(): Promise<void> {
  for (const level of levels) {
    const durable = bridge(sqliteStore(join(folder, `relay-${level}.db`), { durability: level }));
    const memory = bridge(memoryStore());
    await durable.host.open();
    await memory.host.open();
    const cpu = new ProcessorTimes();
    const { relay, inMemory, plain } = await race(COUNT, ROUNDS, {
      relay: cpu.measured('relay', relays(durable)),
      inMemory: cpu.measured('inMemory', relays(memory)),
      plain: cpu.measured('plain', inserts(level)),
    });
    await durable.host.close();
    await memory.host.close();
    const cpuMicros = { relay: cpu.of('relay'), inMemory: cpu.of('inMemory'), plainInsert: cpu.of('plain') };
    report('durable relay', { level, perSecond: relay, inMemory, plainInserts: plain, cpuMicros });
  }
}

/** How long a message takes from the one network to the other, 500 a second, whatever becomes of those before. */
async function delays(store: Store): Promise<{ p50: number; p99: number }> {
  const { host, from, to, rooms } = bridge(store);
  await host.open();
  const due: number[] = [];
  const waits: number[] = [];
  to.onPut = (text) => void waits.push(performance.now() - (due[Number(text)] as number));
  const begun = performance.now();
  for (let number = 0; number < 3000; number += 1) {
    const at = begun + number * 2;
    while (performance.now() < at) await sleep(1);
    due.push(at);
    from.feed(rooms[number % ROOMS] as Channel, `${number}`);
  }
  while (waits.length < 3000) await sleep(1);
  await host.close();
  const settled = waits.slice(500);
  const at = (share: number): number => Number(percentile(settled, share).toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

async function addedDelay(): Promise<void> {
  const memory = await delays(memoryStore());
  for (const level of levels) {
    const durable = await delays(sqliteStore(join(folder, `delay-${level}.db`), { durability: level }));
    const added = { p50: durable.p50 - memory.p50, p99: durable.p99 - memory.p99 };
    report('durable delay', { level, perSecond: 500, memory, durable, added });
  }
}

/** A database as a process leaves it behind that was killed with much to do. */
async function leaveBehind(path: string, { to, rooms }: Bridge): Promise<void> {
  const store = sqliteStore(path);
  await store.open();
  const at = Date.now();
  const row = (id: number): OutboxRow => ({
    id,
    key: `k${id}`,
    channel: to.channel((rooms[id % ROOMS] as Channel).source).ref,
    state: 'pending',
    action: { kind: 'message', message: { text: [{ text: TEXT }], user: { id: 'ann', nick: 'ann' } } },
    options: { degrade: true, prefix: '' },
    attempts: 0,
    at,
    changedAt: at,
    refs: [],
  });
  for (let first = 1; first <= UNFINISHED; first += 1000) {
    await store.commit(Array.from({ length: 1000 }, (_, index) => ({ op: 'row', row: row(first + index) }) as const));
  }
  await store.close();
}

async function start(): Promise<void> {
  const path = join(folder, 'start.db');
  const world = bridge(sqliteStore(path));
  await leaveBehind(path, world);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let most = before;
  let first: number | undefined;
  let puts = 0;
  const begun = performance.now();
  world.to.onPut = () => {
    first ??= performance.now() - begun;
    puts += 1;
    if (puts % 10_000 === 0) {
      globalThis.gc?.();
      most = Math.max(most, process.memoryUsage().heapUsed);
    }
  };
  await world.host.open();
  const opened = performance.now() - begun;
  while (world.host.outbox.counts.sent < UNFINISHED) await sleep(1);
  const all = performance.now() - begun;
  await world.host.close();
  report('durable start', {
    unfinished: UNFINISHED,
    firstMs: Math.round(first ?? Number.NaN),
    openMs: Math.round(opened),
    perSecond: Math.round(UNFINISHED / (all / 1000)),
    heapMB: Math.round((most - before) / 1e5) / 10,
  });
}

try {
  await speeds();
  await addedDelay();
  await start();
} finally {
  rmSync(folder, { recursive: true });
}
