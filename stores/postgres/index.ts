import { type Retention, validateConfig } from '../../src/index.ts';
import { SqlStore } from '../../src/sql/index.ts';
import { postgresSchema } from './config.ts';
import { PostgresDriver } from './driver.ts';

/** How a {@link postgresStore} keeps what it is given. */
export interface PostgresStoreOptions {
  /** The schema in which the tables are; made if it is not there. Default `tieline`. One host each. */
  readonly schema?: string;
  /** How much of the past is kept. Default: a week, and the newest 100,000 of each. */
  readonly retention?: Partial<Retention>;
}

/**
 * Keeps everything in a schema of a PostgreSQL database. When the server is away, what is to be written waits.
 * Needs the packages `pg` and `kysely`.
 *
 * @param url `postgres://user:password@host:5432/database`, with the parameters that `pg` knows
 * @throws ConfigError naming what is wrong with the options
 * @example
 * ```ts
 * const host = new Host({ store: postgresStore('postgres://bridge@localhost/bridge') });
 * ```
 */
export function postgresStore(url: string, options: PostgresStoreOptions = {}): SqlStore {
  const input = { url, ...options };
  const { schema, retention } = validateConfig<Required<PostgresStoreOptions>>('postgresStore', postgresSchema, input);
  return new SqlStore(new PostgresDriver(url, schema), retention);
}
