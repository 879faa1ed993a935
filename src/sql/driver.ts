import type { Kysely } from 'kysely';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { SqlSchema } from './schema.ts';

/** SQL with its parameters. */
export interface SqlStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** SQL that is run once for each of some lists of parameters. */
export interface SqlChange {
  readonly sql: string;
  readonly rows: readonly (readonly unknown[])[];
}

/** A row of an answer, by column. */
export type SqlRow = Record<string, unknown>;

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
  /**
   * How many rows one statement may write, largest first, ending with 1: many where a statement costs a round trip.
   */
  readonly chunks: readonly number[];
  /** Connects, and makes sure that nobody else has the same database open for a host. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Outside of any transaction that is being written. */
  read(statement: SqlStatement): Awaitable<readonly SqlRow[]>;
  /**
   * Runs all in one transaction, alone on the database: no transaction of an earlier, broken connection is still open.
   * @throws StoreError; `certain` is false where it may have been committed all the same
   */
  write(changes: readonly SqlChange[]): Awaitable<void>;
  /** Gives back the room of what was removed. */
  vacuum(): Awaitable<void>;
  /** Whether it has no tables yet. */
  isEmpty(): Awaitable<boolean>;
}
