import type { SqlSink } from './driver.ts';
import type { ManyRows } from './many-rows.ts';
import type { SqlStatement } from './statement.ts';

/** Gathers changes, and makes as few statements of them as it can. */
export class Gathered implements SqlSink {
  readonly #sizes: readonly number[];
  readonly #statements: SqlStatement[] = [];
  /** The parameters of all rows of one change, one after another, and how many rows they are. */
  readonly #rows = new Map<ManyRows, { readonly parameters: unknown[]; count: number }>();

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  row(change: ManyRows, values: readonly unknown[]): void {
    const rows = this.#rows.get(change);
    if (rows) {
      rows.count += 1;
      for (const value of values) rows.parameters.push(value);
    } else this.#rows.set(change, { parameters: [...values], count: 1 });
  }

  run(statement: SqlStatement): void {
    this.#end();
    this.#statements.push(statement);
  }

  /** All statements, in their order. */
  statements(): readonly SqlStatement[] {
    this.#end();
    return this.#statements;
  }

  #end(): void {
    for (const [change, { parameters, count }] of this.#rows) {
      for (const statement of change.statements(parameters, count, this.#sizes)) this.#statements.push(statement);
    }
    this.#rows.clear();
  }
}
