import type { SqlSink } from './driver.ts';
import type { ManyRows } from './many-rows.ts';
import type { SqlStatement } from './statement.ts';

/** Gathers changes, and makes as few statements of them as it can. */
export class Gathered implements SqlSink {
  readonly #sizes: readonly number[];
  readonly #statements: SqlStatement[] = [];
  readonly #rows = new Map<ManyRows, (readonly unknown[])[]>();

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  row(change: ManyRows, values: readonly unknown[]): void {
    const rows = this.#rows.get(change);
    if (rows) rows.push(values);
    else this.#rows.set(change, [values]);
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
    for (const [change, rows] of this.#rows) this.#statements.push(...change.statements(rows, this.#sizes));
    this.#rows.clear();
  }
}
