import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import type { SqlSchema } from '../../src/sql/index.ts';

/** Makes SQLite's SQL and runs none: Kysely's own dialect for SQLite expects another library than `node:sqlite`. */
export function sqliteBuilder(): Kysely<SqlSchema> {
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}
