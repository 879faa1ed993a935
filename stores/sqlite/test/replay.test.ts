import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { encodeBatch } from '../../../src/sql/index.ts';
import { sqliteStore } from '../index.ts';
import { Log } from '../log.ts';
import { temporaryFolder } from './folder.ts';
import { putRow } from './rows.ts';

/** Leaves a log as a process does that ended before its database had what was committed: a batch of one row a record. */
function leaveLog(path: string, from: number, to: number, bytesOf = encodedRow): number[] {
  const log = new Log(`${path}-log`, numberOf(path), 0o600);
  const sizes: number[] = [];
  for (let number = from; number <= to; number += 1) {
    log.append({ number, bytes: bytesOf(number) });
    sizes.push(log.size);
  }
  log.close();
  return sizes;
}

function encodedRow(number: number): Uint8Array {
  return encodeBatch([putRow(number)]);
}

function numberOf(path: string): number {
  const database = new DatabaseSync(path);
  const { user_version: number } = database.prepare('pragma user_version').get() as { user_version: number };
  database.close();
  return number;
}

/** The numbers of the records that stand in a log. */
function logged(path: string): number[] {
  return (Log.read(path)?.records ?? []).map(({ number }) => number);
}

/** A closed database that has seen so many batches, of a row each. */
async function database(path: string, batches: number): Promise<void> {
  const store = sqliteStore(path);
  await store.open();
  for (let number = 1; number <= batches; number += 1) await store.commit([putRow(number)]);
  await store.close();
}

/** Ends every thread that is made while this lives. */
function endingThreads(): Disposable & { end(): Promise<void> } {
  const workers: Worker[] = [];
  const note = (message: unknown): void => void workers.push((message as { worker: Worker }).worker);
  subscribe('worker_threads', note);
  return {
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
    [Symbol.dispose]: () => void unsubscribe('worker_threads', note),
  };
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
    await database(path, 0);
    leaveLog(path, 1, 2);
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(3)]);
    expect(logged(`${path}-log`)).toEqual([3]);
    await store.close();
    expect(await rowsOf(path)).toEqual([1, 2, 3]);
  });

  it('leaves a log aside that is not of this database, or has a hole, and says so', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const warnings: string[] = [];
    const note = (warning: Error): void => void warnings.push(warning.message);
    process.on('warning', note);
    try {
      await database(path, 3);
      leaveLog(path, 6, 7);
      expect(await rowsOf(path)).toEqual([1, 2, 3]);
      expect(logged(`${path}-log-6`)).toEqual([6, 7]);
      await database(folder.file('other.db'), 3);
      leaveLog(folder.file('other.db'), 4, 5);
      renameSync(folder.file('other.db-log'), `${path}-log`);
      expect(await rowsOf(path)).toEqual([1, 2, 3]);
      expect(logged(`${path}-log-4`)).toEqual([4, 5]);
      await vi.waitFor(() => expect(warnings.length).toBe(2));
    } finally {
      process.off('warning', note);
    }
    expect(warnings[0]).toContain('what comes between 3 and 6 is missing');
    expect(warnings[1]).toContain('it is of another database');
  });

  it('sets a batch aside that the database will never take, and does the others', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    await database(path, 1);
    leaveLog(path, 2, 4, (number) => (number === 3 ? Buffer.from('no batch at all') : encodedRow(number)));
    expect(await rowsOf(path)).toEqual([1, 2, 4]);
    expect(readdirSync(folder.path).filter((name) => name.includes('refused'))).toEqual(['host.db-log-refused-3']);
  });

  it('refuses to open over a file that is no log of its own, and opens when that is gone', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    writeFileSync(`${path}-log`, 'my diary');
    await expect(store.open()).rejects.toThrow(
      `${path}-log could not be read: it is no log of this release of tieline`,
    );
    rmSync(`${path}-log`);
    mkdirSync(`${path}-log`);
    await expect(store.open()).rejects.toThrow(`${path}-log could not be read`);
    rmdirSync(`${path}-log`);
    await store.open();
    await store.close();
  });

  it('does not touch the log of a host that has it open', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(1)]);
    await expect(sqliteStore(path).open()).rejects.toThrow('has it open');
    expect(logged(`${path}-log`)).toEqual([1]);
    await store.close();
  });
});

describe('sqliteStore, while much is committed', () => {
  it('begins the log anew when the database has it, and has all of it', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    const ids = Array.from({ length: 100 }, (_, index) => index + 1);
    for (const id of ids) await store.commit([putRow(id, 100_000)]);
    expect((await store.rows({ limit: 1000 })).map(({ id }) => id)).toEqual(ids);
    expect(statSync(`${path}-log`).size).toBeLessThan(1_000_000);
    await store.close();
    expect(await rowsOf(path)).toEqual(ids);
  });
});

describe('sqliteStore, when it is closed', () => {
  it('refuses a commit that comes too late, and has all that it took', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    const commits = [1, 2, 3].map((id) => store.commit([putRow(id)]));
    const closing = store.close();
    const late = store.commit([putRow(4)]);
    await expect(late).rejects.toThrow('not open');
    const outcomes = await Promise.allSettled(commits);
    await closing;
    expect(await rowsOf(path)).toEqual([1, 2, 3].filter((id) => outcomes[id - 1]?.status === 'fulfilled'));
  });

  it('lets go of the file though its thread was just being followed by another, and has what it said was safe', async () => {
    using folder = temporaryFolder();
    using ending = endingThreads();
    const paths = [folder.file('host.db'), folder.file('other.db')];
    const stores = paths.map((path) => sqliteStore(path));
    for (const store of stores) await store.open();
    await ending.end();
    const safe = await Promise.all(
      stores.map(async (store) => {
        const commit = store.commit([putRow(1)]).then(
          () => [1],
          () => [],
        );
        await store.close();
        return await commit;
      }),
    );
    for (const [index, path] of paths.entries()) expect(await rowsOf(path)).toEqual(safe[index]);
  });
});

describe('sqliteStore, when its thread ends', () => {
  for (const removed of [false, true]) {
    it(`goes on with another, and lacks nothing${removed ? ', though the log was removed' : ''}`, async () => {
      using folder = temporaryFolder();
      using ending = endingThreads();
      const paths = [folder.file('host.db'), folder.file('other.db')];
      const stores = paths.map((path) => sqliteStore(path));
      // One of them may get a thread that was there before.
      for (const store of stores) await store.open();
      for (const store of stores) await store.commit([putRow(1), putRow(2)]);
      const ended = ending.end();
      if (removed) for (const path of paths) rmSync(`${path}-log`);
      await ended;
      for (const store of stores) {
        await vi.waitFor(() => store.commit([putRow(3)]));
        expect((await store.rows({})).map(({ id }) => id)).toEqual([1, 2, 3]);
        await store.close();
      }
      for (const path of paths) expect(await rowsOf(path)).toEqual([1, 2, 3]);
    });
  }
});
