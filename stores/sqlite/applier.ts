import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { type Retention, StoreError, type StoreSummary, type Write } from '../../src/index.ts';
import { decodeBatch, SqlStore } from '../../src/sql/index.ts';
import { SqliteDriver } from './driver.ts';
import { toLogError } from './error.ts';
import { Log, type LogRecord } from './log.ts';

/** The most that goes into one transaction, in bytes of the log: what is asked meanwhile waits for it. */
const MAX_BYTES = 1_000_000;
/** How long until it is tried again, after the first failure, the second and so on, in milliseconds. */
const RETRY_MS = [50, 250, 1000, 5000];

/** A database and its log. */
export interface Place {
  readonly path: string;
  readonly logPath: string;
  readonly synchronous: 'NORMAL' | 'FULL';
  readonly retention: Partial<Retention>;
}

/** How far an {@link Applier} has come, why it cannot go on, or what people should know. */
export type Progress = { readonly applied: number } | { readonly fault: StoreError } | { readonly warning: string };

/** What an {@link Applier} finds: the database with all that the log held, and the number of its last record. */
export interface Opened {
  readonly summary: StoreSummary;
  readonly applied: number;
  /** The number that tells this database from others. */
  readonly database: number;
}

/** Brings the records of a log into a database: as many at once as there are, so that what is soon over is never written. */
export class Applier {
  readonly store: SqlStore;
  readonly #driver: SqliteDriver;
  readonly #logPath: string;
  readonly #tell: (progress: Progress) => void;
  #waiting: readonly LogRecord[] = [];
  #step: Promise<void> | undefined;
  #next: NodeJS.Timeout | undefined;
  #fault: StoreError | undefined;
  #failures = 0;
  /** Whether one of the records is at fault, and each is tried alone. */
  #oneByOne = false;
  #closed = false;

  constructor({ path, logPath, synchronous, retention }: Place, tell: (progress: Progress) => void) {
    this.#driver = new SqliteDriver(path, synchronous);
    this.store = new SqlStore(this.#driver, retention);
    this.#logPath = logPath;
    this.#tell = tell;
  }

  /** Opens the database, and does what an earlier process did not come to. @throws StoreError */
  async open(): Promise<Opened> {
    await this.store.open();
    try {
      this.#waiting = this.#leftBehind();
      await this.settle();
      return { summary: await this.store.summary(), applied: this.store.committed, database: this.#driver.number };
    } catch (error) {
      await this.store.close();
      throw error;
    }
  }

  /** Adds records, and sees to it that they come into the database. */
  add(records: readonly LogRecord[]): void {
    this.#waiting = this.#waiting.concat(records);
    // Not at once: what else has come meanwhile goes with it.
    if (this.#fault === undefined) this.#next ??= setTimeout(() => this.#run());
  }

  /** Resolves once all that was added is in the database. @throws StoreError where it cannot be now */
  async settle(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#apply();
      if (this.#fault !== undefined) throw this.#fault;
    }
  }

  /** Lets go of the database. What is not in it stays in the log. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#next);
    await this.settle().catch(() => undefined);
    try {
      // While nobody else can have begun one: the database is still ours.
      if (this.#waiting.length === 0) rmSync(this.#logPath, { force: true });
    } finally {
      await this.store.close();
    }
  }

  /** The records that the database lacks. */
  #leftBehind(): readonly LogRecord[] {
    let found: ReturnType<typeof Log.read>;
    try {
      found = Log.read(this.#logPath);
    } catch (error) {
      throw toLogError(this.#logPath, error, 'read');
    }
    const last = this.store.committed;
    const records = found?.records.filter(({ number }) => number > last) ?? [];
    const [first] = records;
    if (first === undefined) return [];
    const isOurs = found?.database === this.#driver.number;
    if (isOurs && first.number === last + 1) return records;
    // To do what follows a hole, or belongs to another database, would be worse than to lack it.
    const aside = `${this.#logPath}-${first.number}`;
    renameSync(this.#logPath, aside);
    const why = isOurs ? `what comes between ${last} and ${first.number} is missing` : 'it is of another database';
    this.#tell({ warning: `sqlite: the log ${this.#logPath} is not used: ${why}; it is kept as ${aside}` });
    return [];
  }

  async #run(): Promise<void> {
    await this.#apply();
    this.#next = undefined;
    if (this.#closed) return;
    if (this.#fault !== undefined) {
      const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1];
      this.#next = setTimeout(() => this.#run(), delay);
    } else if (this.#waiting.length > 0) this.#next = setTimeout(() => this.#run());
  }

  /** One transaction; whoever wants it while it is under way waits for the same. */
  #apply(): Promise<void> {
    this.#step ??= this.#transaction().finally(() => {
      this.#step = undefined;
    });
    return this.#step;
  }

  async #transaction(): Promise<void> {
    const records = this.#portion();
    const last = records.at(-1)?.number;
    if (last === undefined) return;
    try {
      if (!(await this.#commit(records, last))) return;
      this.#waiting = this.#waiting.slice(records.length);
      this.#oneByOne &&= this.#waiting.length > 0;
      this.#fault = undefined;
      this.#failures = 0;
      this.#tell({ applied: last });
    } catch (error) {
      this.#failures += 1;
      this.#fault =
        error instanceof StoreError ? error : new StoreError('sqlite: the database failed', { cause: error });
      this.#tell({ fault: this.#fault });
    }
  }

  /** Gives whether they are through; else each is to be tried alone. */
  async #commit(records: readonly LogRecord[], last: number): Promise<boolean> {
    const batches = last - this.store.committed;
    try {
      await this.store.commit(writesOf(records), batches);
    } catch (error) {
      if (error instanceof StoreError && error.retryable) throw error;
      this.#oneByOne = true;
      if (records.length > 1) return false;
      await this.#setAside(records[0] as LogRecord, error);
    }
    return true;
  }

  /** The database will never take a record: it is kept for people, and what follows goes on. */
  async #setAside({ number, bytes }: LogRecord, error: unknown): Promise<void> {
    const aside = `${this.#logPath}-refused-${number}`;
    writeFileSync(aside, bytes);
    await this.store.commit([], 1);
    this.#tell({ warning: `sqlite: a batch cannot be written, and is kept as ${aside}: ${error}` });
  }

  #portion(): readonly LogRecord[] {
    if (this.#oneByOne) return this.#waiting.slice(0, 1);
    let bytes = 0;
    const end = this.#waiting.findIndex((record, index) => {
      bytes += record.bytes.length;
      return index > 0 && bytes > MAX_BYTES;
    });
    return end === -1 ? this.#waiting : this.#waiting.slice(0, end);
  }
}

/** One record's writes after another's, so that no more of them are in memory than that; as often as they are asked for. */
function writesOf(records: readonly LogRecord[]): Iterable<Write> {
  return {
    *[Symbol.iterator]() {
      for (const { bytes } of records) yield* decodeBatch(bytes);
    },
  };
}
