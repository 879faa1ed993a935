import pg from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { storeContract } from '../../../src/testing/index.ts';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { postgresStore } from '../index.ts';

let postgres: PostgresServer;
let schemas = 0;

describeWith('postgres', 'postgresStore', () => {
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.server.stop());

  storeContract({
    describe,
    it,
    name: 'postgresStore',
    create({ retention }) {
      schemas += 1;
      const schema = `Contract "${schemas}"`;
      const again = () => postgresStore(postgres.url, { schema, ...(retention && { retention }) });
      return { store: again(), again, dispose: () => drop(schema) };
    },
  });
});

async function drop(schema: string): Promise<void> {
  const client = new pg.Client(postgres.url);
  await client.connect();
  await client.query(`drop schema ${pg.escapeIdentifier(schema)} cascade`);
  await client.end();
}
