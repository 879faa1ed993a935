/** SQL with its parameters. */
export interface SqlStatement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A row of an answer, by column. */
export type SqlRow = Record<string, unknown>;
