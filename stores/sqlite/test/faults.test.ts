import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { ConfigError, StoreError } from '../../../src/index.ts';
import { sqliteStore } from '../index.ts';
import { temporaryFolder } from './folder.ts';
import { putRow } from './rows.ts';

/** What an operation failed with; it has to be a StoreError that names the file. */
async function failure(path: string, operation: Promise<unknown>): Promise<StoreError> {
  const error = await operation.then(
    () => expect.unreachable('it succeeded'),
    (thrown: unknown) => thrown as StoreError,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect(error.message).toContain(path);
  return error;
}

/** Does something again and again, numbered from 1; gives what it fails with in the end. */
async function firstFailure(operation: (number: number) => Promise<void>): Promise<StoreError> {
  for (let number = 1; ; number += 1) {
    const error = await operation(number).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (error instanceof StoreError) return error;
    expect(error).toBeUndefined();
  }
}

describe('sqliteStore, when its file is not what it should be', () => {
  it('names the path of a file that cannot be opened', async () => {
    using folder = temporaryFolder();
    const path = folder.file('no/such/folder/host.db');
    expect((await failure(path, sqliteStore(path).open())).message).toContain('the file cannot be opened');
  });

  it('refuses a folder', async () => {
    using folder = temporaryFolder();
    mkdirSync(folder.file('host.db'));
    await failure(folder.file('host.db'), sqliteStore(folder.file('host.db')).open());
  });

  it('refuses what is no database', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    writeFileSync(path, 'This is a letter to my aunt. '.repeat(1000));
    const error = await failure(path, sqliteStore(path).open());
    expect(error.message).toContain('it is no SQLite database');
    expect(error.retryable).toBe(false);
    expect(readFileSync(path, 'utf8')).toMatch(/^This is a letter/);
  });

  it('refuses the database of another program, and leaves it alone', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const other = new DatabaseSync(path);
    other.exec('create table recipes (name text)');
    other.close();
    expect((await failure(path, sqliteStore(path).open())).message).toContain('it is the database of another program');
    const again = new DatabaseSync(path);
    expect(again.prepare('select name from sqlite_master').all()).toEqual([{ name: 'recipes' }]);
    again.close();
  });

  it('refuses a database of a newer release', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.close();
    const newer = new DatabaseSync(path);
    newer.exec('update state set version = 1000');
    newer.close();
    await expect(sqliteStore(path).open()).rejects.toThrow('written by a newer one');
  });

  it('says that a file is corrupt', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    for (let id = 1; id <= 1000; id += 100)
      await store.commit(Array.from({ length: 100 }, (_, i) => putRow(id + i, 200)));
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect((await failure(path, sqliteStore(path).open())).message).toContain('it is corrupt');
  });

  it('says that a file was cut short', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.commit(Array.from({ length: 500 }, (_, index) => putRow(index + 1, 500)));
    await store.close();
    truncateSync(path, 4096 * 2);
    const cut = sqliteStore(path);
    await failure(
      path,
      cut.open().then(() => cut.rows({ limit: 1000 })),
    );
    await cut.close();
  });

  it('is kept out by another program that has the file locked, and gets in when that is gone', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.close();
    const other = new DatabaseSync(path);
    other.exec('pragma locking_mode = exclusive; begin exclusive');
    expect((await failure(path, store.open())).message).toContain(
      'another process, or another host in this one, has it open',
    );
    other.close();
    await store.open();
    await store.close();
  });
});

describe('sqliteStore, when its file changes under it', () => {
  it('writes a file that was removed anew, with all that was ever committed', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(1)]);
    for (const ending of ['', '-wal', '-shm', '-log']) rmSync(path + ending, { force: true });
    await store.commit([putRow(2)]);
    expect((await store.rows({})).length).toBe(2);
    await expect(sqliteStore(path).open()).rejects.toThrow(StoreError);
    await store.commit([putRow(3)]);
    expect(existsSync(`${path}-wal`)).toBe(true);
    await store.close();
    const again = sqliteStore(path);
    expect((await again.open()).counts.pending).toBe(3);
    await again.close();
  });

  it('fails while the folder is gone, and goes on when it is back', async () => {
    using folder = temporaryFolder();
    mkdirSync(folder.file('data'));
    const path = folder.file('data/host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.commit([putRow(1)]);
    rmSync(folder.file('data'), { recursive: true });
    const error = await failure(path, store.commit([putRow(2)]));
    expect(error.retryable).toBe(true);
    mkdirSync(folder.file('data'));
    await store.commit([putRow(2)]);
    await store.close();
    const again = sqliteStore(path);
    expect((await again.open()).counts.pending).toBe(2);
    await again.close();
  });

  it('writes nothing over a file that somebody put in its place', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    rmSync(path);
    writeFileSync(path, 'mine');
    const error = await firstFailure((id) => store.commit([putRow(id)]));
    expect(error.message).toContain(`${path} was replaced by another file`);
    expect(error.retryable).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await store.close();
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

/** Whether this process may mount a small file system; root in most places, nobody else. */
function canMount(): boolean {
  using folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path], { stdio: 'ignore' });
    execFileSync('umount', [folder.path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const mountable = canMount();

describe.skipIf(!mountable)(
  `sqliteStore, on a small disk${mountable ? '' : ' [skipped: mounting is not permitted]'}`,
  () => {
    it('says that the disk is full, keeps what is safe, and goes on when there is room', async () => {
      using folder = temporaryFolder();
      const mount = (options: string): void =>
        void execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder.path]);
      mount('size=1m');
      try {
        const path = folder.file('host.db');
        const store = sqliteStore(path);
        await store.open();
        let safe = 0;
        const error = await firstFailure(async (id) => {
          await store.commit([putRow(2 * id - 1, 5000), putRow(2 * id, 5000)]);
          safe = 2 * id;
        });
        expect(error.message).toMatch(/host\.db(-log)? could not be written: the disk is full$/);
        expect(error.retryable).toBe(true);
        mount('remount,size=16m');
        const batch = [putRow(safe + 1, 5000), putRow(safe + 2, 5000)];
        await vi.waitFor(() => store.commit(batch), { timeout: 15_000 });
        expect((await store.rows({ limit: 10_000 })).map(({ id }) => id)).toEqual(
          Array.from({ length: safe + 2 }, (_, index) => index + 1),
        );
        await store.close();
        expect(existsSync(`${path}-log`)).toBe(false);

        mount('remount,ro');
        expect((await failure(path, sqliteStore(path).open())).message).toContain('it is read-only');
      } finally {
        execFileSync('umount', [folder.path]);
      }
    });
  },
);

describe('sqliteStore', () => {
  it('gives back the room of what was removed when it is vacuumed', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    const ids = Array.from({ length: 2000 }, (_, index) => index + 1);
    await store.commit(ids.map((id) => putRow(id, 1000)));
    await store.vacuum();
    const full = statSync(path).size;
    await store.commit(ids.slice(1).map((id) => ({ op: 'row-remove', id })));
    await store.vacuum();
    expect(statSync(path).size).toBeLessThan(full / 10);
    await store.commit([putRow(3000)]);
    expect((await store.rows({})).map(({ id }) => id)).toEqual([1, 3000]);
    await store.close();
  });

  it('names every wrong option', () => {
    const wrong = { durability: 'disk', retention: { maxCount: -1 } } as never;
    expect(() => sqliteStore('', wrong)).toThrow(ConfigError);
    expect(() => sqliteStore('', wrong)).toThrow(/path.*durability.*retention\.maxCount/);
  });
});
