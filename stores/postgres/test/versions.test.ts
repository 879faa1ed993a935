import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { expectKnownContents } from '../../../test/stores/known-contents.ts';
import { postgresStore } from '../index.ts';

const folderOfVersions = new URL('versions/', import.meta.url);
const versions = readdirSync(folderOfVersions).filter((name) => name.endsWith('.sql'));
let postgres: PostgresServer;

async function query(sql: string): Promise<readonly unknown[]> {
  const client = new pg.Client(postgres.url);
  await client.connect();
  const { rows } = await client.query(sql);
  await client.end();
  return rows;
}

describeWith('postgres', 'postgresStore, on a schema of each version there ever was', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.server.stop());

  it('has a schema of the newest version to test with', async () => {
    const store = postgresStore(postgres.url, { schema: 'newest' });
    await store.open();
    await store.close();
    const [state] = await query('select version from newest.state');
    expect(versions).toContain(`${(state as { version: number }).version}.sql`);
  });

  for (const version of versions) {
    const schema = `of_${version.replace('.sql', '')}`;
    it(`reads and goes on with what ${version} holds`, async () => {
      const sql = readFileSync(new URL(version, folderOfVersions), 'utf8');
      await query(`create schema ${schema}; set search_path = ${schema}; ${sql}`);
      await expectKnownContents(postgresStore(postgres.url, { schema }));
    });
  }
});
