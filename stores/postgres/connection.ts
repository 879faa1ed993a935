import pg from 'pg';
import { StoreError } from '../../src/index.ts';
import type { SqlRow, SqlStatement } from '../../src/sql/index.ts';
import { toStoreError } from './error.ts';
import { withoutZero, withZero } from './zero.ts';

const CONNECT_TIMEOUT_MS = 5000;
/** Longer than anything takes but a server that is stuck. */
const QUERY_TIMEOUT_MS = 30_000;

/** One session with the server, made when it is needed and again when it broke. */
export class Connection {
  readonly where: string;
  readonly #url: string;
  readonly #begin: (query: (sql: string) => Promise<SqlRow[]>) => Promise<void>;
  #client: pg.Client | undefined;
  /** A number for every statement, as the name under which the server keeps it prepared. */
  readonly #names = new Map<string, string>();
  #opening: Promise<pg.Client> | undefined;

  /** @param begin what has to happen at the start of every session */
  constructor(url: string, begin: (query: (sql: string) => Promise<SqlRow[]>) => Promise<void>) {
    this.#url = url;
    this.where = withoutPassword(url);
    this.#begin = begin;
  }

  /** Connects, unless it is connected. @throws StoreError */
  async open(): Promise<void> {
    if (this.#client !== undefined) return;
    this.#opening ??= this.#connect();
    try {
      this.#client = await this.#opening;
    } finally {
      this.#opening = undefined;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** Whether the session has not been seen to break. */
  get isOpen(): boolean {
    return this.#client !== undefined;
  }

  /** Runs one statement in the present session; what it throws is the library's own. */
  async run({ sql, parameters }: SqlStatement): Promise<SqlRow[]> {
    const client = this.#client;
    if (client === undefined) throw new StoreError(`postgres: the connection to ${this.where} is lost`);
    try {
      const values = parameters.map(withoutZero);
      const { rows } = await client.query<SqlRow>(
        values.length === 0 ? { text: sql } : { text: sql, values, name: this.#nameOf(sql) },
      );
      return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, withZero(value)])));
    } catch (error) {
      // An error without a SQLSTATE is not the server's answer: the session is of no use any more.
      if (!isAnswer(error)) this.#drop(client);
      throw error;
    }
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'tieline',
    });
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
      this.#names.clear();
      await this.#begin(async (sql) => (await client.query<SqlRow>(sql)).rows);
      return client;
    } catch (error) {
      void client.end().catch(() => undefined);
      throw toStoreError(this.where, error, 'opened');
    }
  }

  #drop(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    void client.end().catch(() => undefined);
  }

  #nameOf(sql: string): string {
    let name = this.#names.get(sql);
    if (name === undefined) {
      name = `tieline_${this.#names.size}`;
      this.#names.set(sql, name);
    }
    return name;
  }
}

/** Whether it came from a server that goes on: it has a SQLSTATE, and not one that ends the session. */
export function isAnswer(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return (
    typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code) && 'severity' in (error as object)
  );
}

function withoutPassword(url: string): string {
  try {
    const { host, pathname, searchParams } = new URL(url);
    return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
  } catch {
    return 'the database';
  }
}
