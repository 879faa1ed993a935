import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { StoreError } from '../../src/index.ts';
import {
  Gathered,
  type SqlDriver,
  type SqlRow,
  type SqlSchema,
  type SqlSink,
  type SqlStatement,
  type SqlTypes,
} from '../../src/sql/index.ts';
import { postgresBuilder } from './builder.ts';
import { Connection, isAnswer } from './connection.ts';
import { toStoreError } from './error.ts';

/** How long the session of a process that has just ended may still hold its lock, in milliseconds. */
const LOCK_WAIT_MS = 1000;
const LOCK_POLL_MS = 50;
/** The first of the two numbers of the advisory lock: "this is tieline's". */
const LOCK_CLASS = 0x7469656c;

/** One schema of a PostgreSQL database, by two sessions: one that writes and owns it, one that reads. */
export class PostgresDriver implements SqlDriver {
  readonly name = 'postgres';
  readonly builder: Kysely<SqlSchema> = postgresBuilder();
  readonly types: SqlTypes = { integer: 'bigint', collation: ' collate "C"', keyed: '' };
  // Every statement costs a round trip.
  readonly chunks: readonly number[] = [512, 128, 32, 8, 2, 1];
  readonly #writing: Connection;
  readonly #reading: Connection;

  constructor(url: string, schema: string) {
    const useSchema = async (query: (sql: string) => Promise<SqlRow[]>): Promise<void> => {
      await query(`set search_path to ${quoted(schema)}`);
    };
    this.#reading = new Connection(url, useSchema);
    this.#writing = new Connection(url, async (query) => {
      await this.#lock(schema, query);
      const [found] = await query(`select 1 from pg_namespace where nspname = ${literal(schema)}`);
      if (found === undefined) await query(`create schema ${quoted(schema)}`);
      await useSchema(query);
    });
  }

  async open(): Promise<void> {
    await this.#writing.open();
  }

  async close(): Promise<void> {
    await Promise.all([this.#writing.close(), this.#reading.close()]);
  }

  async isEmpty(): Promise<boolean> {
    const [row] = await this.read({ sql: "select to_regclass('state') as state", parameters: [] });
    return row?.state === null;
  }

  async read(statement: SqlStatement): Promise<readonly SqlRow[]> {
    const wasOpen = this.#reading.isOpen;
    try {
      await this.#reading.open();
      return await this.#reading.run(statement);
    } catch (error) {
      // The server may have been restarted since: a new session may be all that is needed.
      if (wasOpen && !isAnswer(error)) return this.read(statement);
      throw toStoreError(this.#reading.where, error, 'read');
    }
  }

  async write(work: (sink: SqlSink) => void): Promise<void> {
    const gathered = new Gathered(this.chunks);
    work(gathered);
    const session = this.#writing;
    await session.open();
    let committing = false;
    try {
      await session.run({ sql: 'begin', parameters: [] });
      for (const statement of gathered.statements()) await session.run(statement);
      committing = true;
      await session.run({ sql: 'commit', parameters: [] });
    } catch (error) {
      const isKnown = isAnswer(error);
      if (isKnown) await session.run({ sql: 'rollback', parameters: [] }).catch(() => undefined);
      throw toStoreError(session.where, error, 'written', isKnown || !committing);
    }
  }

  async vacuum(): Promise<void> {
    try {
      await this.#writing.open();
      // Others may have tables in the same database.
      const own = 'select quote_ident(tablename) as name from pg_tables where schemaname = current_schema()';
      const tables = await this.#writing.run({ sql: own, parameters: [] });
      await this.#writing.run({ sql: `vacuum ${tables.map(({ name }) => name).join()}`, parameters: [] });
    } catch (error) {
      throw toStoreError(this.#writing.where, error, 'vacuumed');
    }
  }

  /** Makes the schema this host's alone, for as long as the session lives. */
  async #lock(schema: string, query: (sql: string) => Promise<SqlRow[]>): Promise<void> {
    const sql = `select pg_try_advisory_lock(${LOCK_CLASS}, hashtext(${literal(schema)})) as locked`;
    for (let waited = 0; waited <= LOCK_WAIT_MS; waited += LOCK_POLL_MS) {
      const [row] = await query(sql);
      if (row?.locked === true) return;
      await delay(LOCK_POLL_MS);
    }
    throw new StoreError(`postgres: another host has the schema ${schema} of ${this.#writing.where} open`);
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
