import type { Compilable, Kysely } from 'kysely';
import type { SqlChange, SqlStatement } from './driver.ts';
import type { SqlSchema } from './schema.ts';

/** Stands for an argument while a query is compiled. */
class Argument {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }
}

/** A query that was compiled once, to be run with ever new arguments. */
export type Prepared<A extends readonly unknown[]> = (...args: A) => SqlStatement;

/** Compiles a query once. `build` is given stand-ins of the arguments' types, only to be passed on as values. */
export function prepare<A extends readonly unknown[]>(
  builder: Kysely<SqlSchema>,
  build: (builder: Kysely<SqlSchema>, ...args: A) => Compilable,
): Prepared<A> {
  const standIns = Array.from({ length: build.length - 1 }, (_, index) => new Argument(index));
  const { sql, parameters } = build(builder, ...(standIns as unknown as A)).compile();
  return (...args) => ({
    sql,
    parameters: parameters.map((parameter) => (parameter instanceof Argument ? args[parameter.index] : parameter)),
  });
}

/** A statement that does the same to any number of rows at once; its text depends on how many. */
export class ManyRows {
  readonly #build: (rows: number) => Compilable;
  readonly #maxRows: number;
  readonly #sql = new Map<number, string>();

  /** @param build makes the statement for so many rows; its parameters are those of one row after another */
  constructor(build: (rows: number) => Compilable, maxRows: number = Infinity) {
    this.#build = build;
    this.#maxRows = maxRows;
  }

  /** What is to be run for all rows, in pieces of the sizes that the database likes. */
  changes(rows: readonly (readonly unknown[])[], sizes: readonly number[]): SqlChange[] {
    const changes: SqlChange[] = [];
    let start = 0;
    for (const size of sizes) {
      const pieces = size > this.#maxRows ? 0 : Math.floor((rows.length - start) / size);
      if (pieces === 0) continue;
      if (size === 1) changes.push({ sql: this.#text(1), rows: start === 0 ? rows : rows.slice(start) });
      else changes.push({ sql: this.#text(size), rows: inPieces(rows, start, size, pieces) });
      start += pieces * size;
    }
    return changes;
  }

  #text(rows: number): string {
    let sql = this.#sql.get(rows);
    if (sql === undefined) {
      sql = this.#build(rows).compile().sql;
      this.#sql.set(rows, sql);
    }
    return sql;
  }
}

function inPieces(rows: readonly (readonly unknown[])[], start: number, size: number, pieces: number): unknown[][] {
  return Array.from({ length: pieces }, (_, piece) =>
    rows.slice(start + piece * size, start + (piece + 1) * size).flat(),
  );
}
