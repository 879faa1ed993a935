import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ConfigError, channelRef, StoreError, type Write } from '../../../src/index.ts';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { postgresStore } from '../index.ts';
import { startProxy } from './proxy.ts';

let postgres: PostgresServer;
const channel = channelRef('net', '#room');

function putRow(id: number): Write {
  const row = { id, key: `k${id}`, channel, state: 'pending', action: { id }, options: {}, attempts: 0 } as const;
  return { op: 'row', row: { ...row, at: id, changedAt: id, refs: [] } };
}

describeWith('postgres', 'postgresStore, when its server is not well', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.server.stop());

  it('finds a batch that was written though the answer was lost, and does not write it again', async () => {
    using proxy = await startProxy(Number(new URL(postgres.url).port));
    const url = new URL(postgres.url);
    url.port = `${proxy.port}`;
    const store = postgresStore(url.href, { schema: 'lost' });
    await store.open();
    await store.commit([putRow(1)]);
    const batch = [putRow(2), { op: 'row-change', id: 2, change: { state: 'sent' } } as const];
    proxy.dropCommit = true;
    const error = await store.commit(batch).catch((thrown: unknown) => thrown as StoreError);
    expect(error).toBeInstanceOf(StoreError);
    expect([(error as StoreError).retryable, (error as StoreError).certain]).toEqual([true, false]);
    await store.commit(batch);
    await store.commit([putRow(3)]);
    await store.close();
    const { counts, totals } = await store.open();
    expect([counts.pending, counts.sent, totals.sent]).toEqual([2, 1, 1]);
    await store.close();
  });

  it('writes a batch again whose transaction was cut off', async () => {
    using proxy = await startProxy(Number(new URL(postgres.url).port));
    const url = new URL(postgres.url);
    url.port = `${proxy.port}`;
    const store = postgresStore(url.href, { schema: 'cut' });
    await store.open();
    proxy.dropBegin = true;
    const batch = [putRow(1), { op: 'row-change', id: 1, change: { state: 'sent' } } as const];
    const error = await store.commit(batch).catch((thrown: unknown) => thrown as StoreError);
    expect([(error as StoreError).retryable, (error as StoreError).certain]).toEqual([true, true]);
    await store.commit(batch);
    await store.close();
    expect((await store.open()).totals.sent).toBe(1);
    await store.close();
  });

  it('says which database it cannot reach, and not with which password', async () => {
    const url = new URL(postgres.url);
    url.port = '1';
    url.password = 'hunter2';
    const error = await postgresStore(url.href)
      .open()
      .catch((thrown: unknown) => thrown as StoreError);
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).message).toContain('postgres: 127.0.0.1:1/postgres could not be opened');
    expect((error as StoreError).message).not.toContain('hunter2');
  });

  it('refuses a database of a newer release', async () => {
    const store = postgresStore(postgres.url, { schema: 'newer' });
    await store.open();
    await store.close();
    const admin = new pg.Client(postgres.url);
    await admin.connect();
    await admin.query('update newer.state set version = 1000');
    await admin.end();
    await expect(store.open()).rejects.toThrow('written by a newer one');
  });

  it('gives back the room of what was removed, in its own tables, when it is vacuumed', async () => {
    const store = postgresStore(postgres.url, { schema: 'full "of" rows' });
    await store.open();
    const ids = Array.from({ length: 2000 }, (_, index) => index + 1);
    await store.commit(ids.map(putRow));
    await store.commit(ids.map((id) => ({ op: 'row-remove', id })));
    const admin = new pg.Client(postgres.url);
    await admin.connect();
    const size = async (): Promise<number> => {
      const { rows } = await admin.query(`select pg_relation_size('"full ""of"" rows".outbox') as size`);
      return Number(rows[0].size);
    };
    expect(await size()).toBeGreaterThan(0);
    await store.vacuum();
    expect(await size()).toBe(0);
    await store.commit([putRow(3000)]);
    expect((await store.rows({})).map(({ id }) => id)).toEqual([3000]);
    await admin.end();
    await store.close();
  });

  it('names every wrong option', () => {
    const wrong = { schema: '', retention: { maxAgeMs: 'week' } } as never;
    expect(() => postgresStore('mysql://host', wrong)).toThrow(ConfigError);
    expect(() => postgresStore('mysql://host', wrong)).toThrow(/url.*schema.*retention\.maxAgeMs/);
  });
});
