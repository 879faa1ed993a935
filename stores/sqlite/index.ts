import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Retention, validateConfig } from '../../src/index.ts';
import { sqliteSchema } from './config.ts';
import { SqliteFileStore, type SqliteStore } from './store.ts';

export type { SqliteStore } from './store.ts';

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
 * @param path the file; made if it is not there, with others beside it while it is open (`-log`, `-wal`, `-shm`)
 * @throws ConfigError naming what is wrong with the options
 * @example
 * ```ts
 * const host = new Host({ store: sqliteStore('bridge.db') });
 * ```
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): SqliteStore {
  const { durability, retention } = validateConfig<Required<SqliteStoreOptions>>('sqliteStore', sqliteSchema, {
    path,
    ...options,
  });
  const synchronous = durability === 'power' ? 'FULL' : 'NORMAL';
  return new SqliteFileStore({ ...placeOf(path), synchronous, retention });
}

/** Where the file is, whatever becomes of the working directory, and by whatever link it is named. */
function placeOf(path: string): { readonly path: string; readonly logPath: string } {
  const whole = resolve(path);
  const real = existsSync(whole) ? realpathSync(whole) : whole;
  return { path: real, logPath: `${real}-log` };
}
