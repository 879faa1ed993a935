import { randomInt } from 'node:crypto';
import { statSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
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
import { sqliteBuilder } from './builder.ts';
import { toStoreError } from './error.ts';

/** In a database's header: "this is tieline's". */
const APPLICATION_ID = 0x7469656c;
/** Of a new file, in bytes: most rows are some hundred bytes long, and fewer pages are fewer calls of the system. */
const PAGE_SIZE = 8192;
/** How many pages of the write-ahead log make a checkpoint: with more, fewer are written twice. Nobody waits for one. */
const CHECKPOINT_PAGES = 4000;
/** The most statements that are kept prepared; queries with conditions of their own come and go. */
const MAX_PREPARED = 200;

/** One SQLite file, by Node's own `node:sqlite`. Writes are synchronous: a whole tick's are one transaction. */
export class SqliteDriver implements SqlDriver {
  readonly name = 'sqlite';
  readonly builder: Kysely<SqlSchema> = sqliteBuilder();
  readonly types: SqlTypes = { integer: 'integer', collation: '', keyed: 'without rowid' };
  // A statement of many rows is bound and stepped through more cheaply than many of one row; far larger ones are not.
  readonly chunks: readonly number[] = [64, 16, 4, 1];
  readonly #path: string;
  readonly #synchronous: 'NORMAL' | 'FULL';
  #database: DatabaseSync | undefined;
  #prepared = new Map<string, StatementSync>();
  /** Tells the file that is open from another one at the same place. */
  #inode = 0;

  constructor(path: string, synchronous: 'NORMAL' | 'FULL') {
    this.#path = path;
    this.#synchronous = synchronous;
  }

  async open(): Promise<void> {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(this.#path);
      this.#begin(database);
    } catch (error) {
      database?.close();
      throw toStoreError(this.#path, error, 'opened');
    }
    this.#database = database;
    this.#prepared = new Map();
    this.#inode = this.#inodeNow();
  }

  async close(): Promise<void> {
    const database = this.#database;
    this.#database = undefined;
    this.#prepared = new Map();
    database?.close();
  }

  /** A number that tells this database from others. */
  get number(): number {
    const [row] = this.read({ sql: 'pragma user_version', parameters: [] });
    return Number(row?.user_version);
  }

  isEmpty(): boolean {
    return this.read({ sql: 'select 1 from sqlite_master limit 1', parameters: [] }).length === 0;
  }

  read({ sql, parameters }: SqlStatement): readonly SqlRow[] {
    try {
      return this.#prepare(sql).all(...(parameters as SQLInputValue[])) as SqlRow[];
    } catch (error) {
      throw toStoreError(this.#path, error, 'read');
    }
  }

  write(work: (sink: SqlSink) => void): void {
    const gathered = new Gathered(this.chunks);
    work(gathered);
    this.#checkFile();
    const database = this.#open();
    try {
      database.exec('begin immediate');
      for (const { sql, parameters } of gathered.statements()) this.#run(sql, parameters);
      database.exec('commit');
    } catch (error) {
      if (database.isTransaction) database.exec('rollback');
      throw toStoreError(this.#path, error, 'written');
    }
  }

  vacuum(): void {
    try {
      this.#open().exec('vacuum; pragma wal_checkpoint(truncate)');
    } catch (error) {
      throw toStoreError(this.#path, error, 'vacuumed');
    }
  }

  /** Takes the file for this process alone, until it ends in whatever way. */
  #begin(database: DatabaseSync): void {
    // Exclusive before the first access: other processes are kept out by a lock that the system lets go of with the process.
    database.exec(`pragma locking_mode = exclusive; pragma page_size = ${PAGE_SIZE}; pragma journal_mode = wal`);
    database.exec(`pragma synchronous = ${this.#synchronous}`);
    database.exec('pragma cache_size = -32000; pragma temp_store = memory');
    database.exec(`pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    database.exec('pragma journal_size_limit = 67108864');
    database.exec('begin immediate');
    const { tables } = database.prepare('select count(*) as tables from sqlite_master').get() as { tables: number };
    const { application_id: id } = database.prepare('pragma application_id').get() as { application_id: number };
    if (tables === 0) database.exec(`pragma application_id = ${APPLICATION_ID}`);
    else if (id !== APPLICATION_ID) throw new Error('it is the database of another program');
    const { user_version: number } = database.prepare('pragma user_version').get() as { user_version: number };
    if (number === 0) database.exec(`pragma user_version = ${randomInt(1, 0x7fffffff)}`);
    database.exec('commit');
  }

  #open(): DatabaseSync {
    if (this.#database === undefined) throw new StoreError(`sqlite: ${this.#path} is not open`);
    return this.#database;
  }

  #run(sql: string, parameters: readonly unknown[]): void {
    this.#prepare(sql).run(...(parameters as SQLInputValue[]));
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      if (this.#prepared.size >= MAX_PREPARED) this.#prepared = new Map();
      statement = this.#open().prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }

  /** Finds a file that was taken away: what is written to it would be gone with this process. */
  #checkFile(): void {
    const inode = this.#inodeNow();
    if (inode === this.#inode) return;
    if (inode !== 0) {
      throw new StoreError(`sqlite: ${this.#path} was replaced by another file while it was open`);
    }
    this.#restore();
  }

  /** The file is gone from its folder, but not while it is open here: writes it anew, whole. */
  #restore(): void {
    const database = this.#open();
    try {
      database.prepare('vacuum into ?').run(this.#path);
      const anew = new DatabaseSync(this.#path);
      this.#begin(anew);
      this.#database = anew;
      this.#prepared = new Map();
      this.#inode = this.#inodeNow();
    } catch (error) {
      throw toStoreError(this.#path, error, 'restored after it was removed');
    }
    database.close();
  }

  #inodeNow(): number {
    try {
      return statSync(this.#path, { throwIfNoEntry: false })?.ino ?? 0;
    } catch (error) {
      throw toStoreError(this.#path, error, 'found');
    }
  }
}
