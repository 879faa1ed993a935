import type { Compilable } from 'kysely';
import type { SqlStatement } from './statement.ts';

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

  /**
   * The statements for all rows, in pieces of the sizes that the database likes.
   * @param parameters those of one row after another
   */
  statements(parameters: readonly unknown[], rows: number, sizes: readonly number[]): SqlStatement[] {
    const statements: SqlStatement[] = [];
    const width = parameters.length / rows;
    let start = 0;
    for (const size of sizes) {
      if (size > this.#maxRows) continue;
      for (; rows - start >= size; start += size) {
        statements.push({ sql: this.#text(size), parameters: parameters.slice(start * width, (start + size) * width) });
      }
    }
    return statements;
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
