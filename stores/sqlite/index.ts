import { type Retention, validateConfig } from '../../src/index.ts';
import { SqlStore } from '../../src/sql/index.ts';
import { sqliteSchema } from './config.ts';
import { SqliteDriver } from './driver.ts';

/** How a {@link sqliteStore} keeps what it is given. */
export interface SqliteStoreOptions {
  /**
   * What a committed change survives: the sudden end of the `process`, or also of the `power` (slower: waits for the
   * disk). Default `process`; after a power cut the file is whole then, but may lack the last moments.
   */
  readonly durability?: 'process' | 'power';
  /** How much of the past is kept. Default: a week, and the newest 100,000 of each. */
  readonly retention?: Partial<Retention>;
}

/**
 * Keeps everything in one SQLite file, by Node's own `node:sqlite`: nothing to install or compile but `kysely`.
 * One host uses it at a time.
 *
 * @param path the file; made if it is not there, with two more beside it while it is open (`-wal`, `-shm`)
 * @throws ConfigError naming what is wrong with the options
 * @example
 * ```ts
 * const host = new Host({ store: sqliteStore('bridge.db') });
 * ```
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): SqlStore {
  const { durability, retention } = validateConfig<SqliteStoreOptions & { path: string }>('sqliteStore', sqliteSchema, {
    path,
    ...options,
  });
  return new SqlStore(new SqliteDriver(path, durability === 'power' ? 'FULL' : 'NORMAL'), retention);
}
