import type { Kysely } from 'kysely';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { ManyRows } from './many-rows.ts';
import type { SqlSchema } from './schema.ts';
import type { SqlRow, SqlStatement } from './statement.ts';

/** Takes the changes of one transaction, in their order. */
export interface SqlSink {
  /** The same to one more row. A database may gather these and do them in any order, but not past a {@link SqlSink.run}. */
  row(change: ManyRows, values: readonly unknown[]): void;
  run(statement: SqlStatement): void;
}

/** How a database spells what differs between databases. */
export interface SqlTypes {
  /** A whole number up to 2^53. */
  readonly integer: 'integer' | 'bigint';
  /** What stands after `text`, so that it is compared by code point. */
  readonly collation: string;
  /** What stands after a table whose primary key is not a number. */
  readonly keyed: string;
}

/** One kind of database, as `SqlStore` needs it: it only runs SQL. Every failure is a StoreError. */
export interface SqlDriver {
  /** Names the kind: `sqlite`. */
  readonly name: string;
  /** Makes the database's own SQL; runs nothing. */
  readonly builder: Kysely<SqlSchema>;
  readonly types: SqlTypes;
  /** How many rows one statement may write or ask for, largest first, ending with 1: many where a statement is dear. */
  readonly chunks: readonly number[];
  /** Connects, and makes sure that nobody else has the same database open for a host. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Outside of any transaction that is being written. */
  read(statement: SqlStatement): Awaitable<readonly SqlRow[]>;
  /**
   * Makes all changes that `work` hands in, in one transaction, alone on the database: no transaction of an earlier, broken connection is still open.
   * @throws StoreError; `certain` is false where it may have been committed all the same
   */
  write(work: (sink: SqlSink) => void): Awaitable<void>;
  /** Gives back the room of what was removed. */
  vacuum(): Awaitable<void>;
  /** Whether it has no tables yet. */
  isEmpty(): Awaitable<boolean>;
}
