import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, truncateSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { encodeBatch } from '../../../src/sql/index.ts';
import { sqliteStore } from '../index.ts';
import { Log } from '../log.ts';
import { temporaryFolder } from './folder.ts';
import { putRow } from './rows.ts';

/** Leaves a log as a process does that ended before its database had what was committed: a batch of one row a record. */
function leaveLog(path: string, from: number, to: number): number[] {
  const log = new Log(`${path}-log`);
  const sizes: number[] = [];
  for (let number = from; number <= to; number += 1) {
    log.append({ number, bytes: encodeBatch([putRow(number)]) });
    sizes.push(log.size);
  }
  log.close();
  return sizes;
}

/** A closed database that has seen so many batches, of a row each. */
async function database(path: string, batches: number): Promise<void> {
  const store = sqliteStore(path);
  await store.open();
  for (let number = 1; number <= batches; number += 1) await store.commit([putRow(number)]);
  await store.close();
}

async function rowsOf(path: string): Promise<number[]> {
  const store = sqliteStore(path);
  const { counts, lastSequence } = await store.open();
  const ids = (await store.rows({ limit: 1000 })).map(({ id }) => id);
  expect(counts.pending).toBe(ids.length);
  expect(lastSequence).toBeGreaterThanOrEqual(ids.at(-1) ?? 0);
  await store.close();
  return ids;
}

describe('sqliteStore, after a process that ended suddenly', () => {
  it('has what the log has and the database has not', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    await database(path, 3);
    expect(existsSync(`${path}-log`)).toBe(false);
    leaveLog(path, 4, 9);
    expect(await rowsOf(path)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await rowsOf(path)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('does not do again what the database has', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    await database(path, 3);
    const store = sqliteStore(path);
    await store.open();
    // The fourth batch: rows 2 and 3 go. The log still has what put them there.
    await store.commit([2, 3].map((id) => ({ op: 'row-remove', id })));
    await store.close();
    leaveLog(path, 2, 4);
    expect(await rowsOf(path)).toEqual([1]);
  });

  it('has nothing of a batch of which only a part was written', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    await database(path, 1);
    const sizes = leaveLog(path, 2, 3);
    truncateSync(`${path}-log`, sizes[1]! - 1);
    expect(await rowsOf(path)).toEqual([1, 2]);
  });

  it('numbers what it commits after what it found', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    leaveLog(path, 1, 2);
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(3)]);
    expect(Log.read(`${path}-log`).map(({ number }) => number)).toEqual([3]);
    await store.close();
    expect(await rowsOf(path)).toEqual([1, 2, 3]);
  });

  it('does not touch the log of a host that has it open', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(1)]);
    await expect(sqliteStore(path).open()).rejects.toThrow('has it open');
    expect(Log.read(`${path}-log`).map(({ number }) => number)).toEqual([1]);
    await store.close();
  });
});

describe('sqliteStore, when its thread ends', () => {
  it('goes on with another, and lacks nothing', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const workers: Worker[] = [];
    const note = (message: unknown): void => void workers.push((message as { worker: Worker }).worker);
    subscribe('worker_threads', note);
    const stores = [sqliteStore(path), sqliteStore(folder.file('other.db'))];
    try {
      // One of them may get a thread that was there before.
      for (const store of stores) await store.open();
      const ended = workers.map((worker) => worker.terminate());
      for (const store of stores) await store.commit([putRow(1), putRow(2)]);
      await Promise.all(ended);
      for (const store of stores) {
        await vi.waitFor(() => store.commit([putRow(3)]));
        expect((await store.rows({})).map(({ id }) => id)).toEqual([1, 2, 3]);
        await store.close();
      }
      expect(await rowsOf(path)).toEqual([1, 2, 3]);
    } finally {
      unsubscribe('worker_threads', note);
    }
  });
});
