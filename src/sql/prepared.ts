import type { Compilable, Kysely } from 'kysely';
import type { SqlSchema } from './schema.ts';
import type { SqlStatement } from './statement.ts';

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
