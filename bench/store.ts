/**
 * What durability costs: a relay's writes, committed a tick at a time through the committer, against plain batched inserts
 * into the same kind of file in the same run. Prints one line of JSON.
 *
 * `node bench/store.ts [relays]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { memoryStore, type Store, systemClock } from '../src/index.ts';
import { channelRef, messageRef, refKey } from '../src/model/refs.ts';
import { Committer } from '../src/store/committer.ts';
import type { Json, Write } from '../src/store/records.ts';
import { RichText } from '../src/text/rich-text.ts';
import { sqliteStore } from '../stores/sqlite/index.ts';

const relays = Number(process.argv[2] ?? 100_000);
/** How many relays are under way at once: what one tick brings when nobody waits. */
const together = 1024;
const channels = Array.from({ length: 10 }, (_, index) => channelRef('bench', `#room${index}`));
const text = 'a message of the length that people write in chats: not short, not long, 100 characters or so in all';
const now = 1_700_000_000_000;

/** One relayed message, as the host writes it: journalled; posted; sending; sent. */
function relay(number: number): readonly (readonly Write[])[] {
  const from = channels[number % 10]!;
  const to = channels[(number + 1) % 10]!;
  const sequence = number * 2 + 1;
  const id = sequence + 1;
  const source = messageRef(from, `m${sequence}`);
  const user = { kind: 'user', network: 'bench', id: 'alice', nick: 'alice' };
  const message = { text: new RichText(text), user } as unknown as Json;
  const data = {
    ...(message as object),
    ref: source,
    revision: source.id,
    primary: true,
    self: false,
    at: now,
  } as unknown as Json;
  const family = refKey(source);
  const link = { family, version: 0, deleted: false, at: now };
  const copy = { ...link, channel: to, original: false, message };
  const state = { attempts: 1, changedAt: now + 1 };
  const ref = messageRef(to, `x${id}`);
  return [
    [
      {
        op: 'event',
        event: {
          sequence,
          channel: from,
          type: 'message',
          identity: source.id,
          at: now,
          data,
          done: false,
          doneBy: [],
        },
      },
    ],
    [
      {
        op: 'row',
        row: {
          id,
          key: `k${id.toString(36)}`,
          channel: to,
          state: 'pending',
          action: { kind: 'message', message },
          options: { degrade: true, prefix: '<{nick}> ' },
          family,
          attempts: 0,
          at: now,
          changedAt: now,
          refs: [],
        },
      },
      { op: 'link', link: { ...link, channel: from, ids: [source.id], original: true } },
      { op: 'link', link: { ...copy, ids: [] } },
      { op: 'event-done', sequence },
    ],
    [{ op: 'row-change', id, change: { state: 'sending', ...state, refs: [] } }],
    [
      { op: 'row-change', id, change: { state: 'sent', ...state, refs: [ref] } },
      { op: 'link', link: { ...copy, ids: [ref.id] } },
    ],
  ];
}

/** Relays a second, each writing its next step when the one before is safe. */
async function measure(store: Store): Promise<number> {
  await store.open();
  const committer = new Committer(store, { clock: systemClock });
  const begun = performance.now();
  await new Promise<void>((resolve) => {
    let next = 0;
    let finished = 0;
    const start = (): void => {
      if (next === relays) return;
      const steps = relay(next++);
      const step = (index: number): void => {
        const writes = steps[index];
        if (writes !== undefined) committer.add(writes).whenDone(() => step(index + 1));
        else {
          finished += 1;
          if (finished === relays) resolve();
          else if (committer.pending === 0 && finished % 64 === 0) setImmediate(start);
          else start();
        }
      };
      step(0);
    };
    for (let index = 0; index < together; index += 1) start();
  });
  const rate = (relays / (performance.now() - begun)) * 1000;
  await store.close();
  return Math.round(rate);
}

/** Plain inserts a second of rows like an event's, 1,000 in a transaction. */
function floor(path: string, synchronous: string): number {
  const database = new DatabaseSync(path);
  database.exec(`pragma journal_mode = wal; pragma synchronous = ${synchronous}`);
  database.exec('create table plain (id integer primary key, channel integer, at integer, data text)');
  const insert = database.prepare('insert into plain values (?, ?, ?, ?)');
  const data = JSON.stringify(relay(1)[0]);
  const begun = performance.now();
  for (let id = 0; id < relays; id += 1) {
    if (id % 1000 === 0) database.exec(id === 0 ? 'begin' : 'commit; begin');
    insert.run(id, id % 10, now, data);
  }
  database.exec('commit');
  const rate = (relays / (performance.now() - begun)) * 1000;
  database.close();
  return Math.round(rate);
}

/** Commits of one small batch, 500 a second, open loop: the delay that durability adds, in milliseconds. */
async function delays(store: Store): Promise<{ p50: number; p99: number }> {
  await store.open();
  const committer = new Committer(store, { clock: systemClock });
  const waits: number[] = [];
  const begun = performance.now();
  for (let number = 0; number < 2000; number += 1) {
    const due = begun + number * 2;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    for (const writes of relay(relays + number).slice(0, 1)) {
      committer.add(writes).whenDone(() => waits.push(performance.now() - Math.max(due, begun)));
    }
  }
  await committer.drain();
  await store.close();
  waits.sort((a, b) => a - b);
  const at = (part: number): number => Number((waits[Math.floor(waits.length * part)] ?? 0).toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

const folder = mkdtempSync(join(tmpdir(), 'tieline-bench-'));
try {
  const result = {
    bench: 'store',
    relays,
    insertsPerSecond: { process: floor(join(folder, 'a.db'), 'normal'), power: floor(join(folder, 'b.db'), 'full') },
    relaysPerSecond: {
      memory: await measure(memoryStore()),
      process: await measure(sqliteStore(join(folder, 'c.db'))),
      power: await measure(sqliteStore(join(folder, 'd.db'), { durability: 'power' })),
    },
    delayMs: {
      process: await delays(sqliteStore(join(folder, 'c.db'))),
      power: await delays(sqliteStore(join(folder, 'd.db'), { durability: 'power' })),
    },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
