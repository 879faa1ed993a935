import type { Retention, StoreError, StoreSummary } from '../../src/index.ts';
import { decodeBatch, SqlStore } from '../../src/sql/index.ts';
import { SqliteDriver } from './driver.ts';
import { Log, type LogRecord } from './log.ts';

/** The most that goes into one transaction, in bytes of the log: what is asked meanwhile waits for it. */
const MAX_BYTES = 1_000_000;
/** How long until it is tried again, after the first failure, the second and so on, in milliseconds. */
const RETRY_MS = [50, 250, 1000, 5000];

/** How an {@link Applier} is made. */
export interface ApplierOptions {
  readonly path: string;
  readonly logPath: string;
  readonly synchronous: 'NORMAL' | 'FULL';
  readonly retention: Partial<Retention>;
}

/** How far an {@link Applier} has come, or why it cannot go on. */
export type Progress = { readonly applied: number } | { readonly fault: StoreError };

/** What an {@link Applier} finds: the database with all that the log held, and the number of its last record. */
export interface Opened {
  readonly summary: StoreSummary;
  readonly applied: number;
}

/** Brings the records of a log into a database: as many at once as there are, so that what is soon over is never written. */
export class Applier {
  readonly store: SqlStore;
  readonly #logPath: string;
  readonly #tell: (progress: Progress) => void;
  #waiting: readonly LogRecord[] = [];
  #step: Promise<void> | undefined;
  #next: NodeJS.Timeout | undefined;
  #fault: StoreError | undefined;
  #failures = 0;

  constructor({ path, logPath, synchronous, retention }: ApplierOptions, tell: (progress: Progress) => void) {
    this.store = new SqlStore(new SqliteDriver(path, synchronous), retention);
    this.#logPath = logPath;
    this.#tell = tell;
  }

  /** Opens the database, and does what an earlier process did not come to. @throws StoreError */
  async open(): Promise<Opened> {
    const summary = await this.store.open();
    const before = this.store.committed;
    this.#waiting = Log.read(this.#logPath).filter(({ number }) => number > before);
    if (this.#waiting.length === 0) return { summary, applied: before };
    try {
      await this.settle();
    } catch (error) {
      await this.close();
      throw error;
    }
    await this.store.close();
    return { summary: await this.store.open(), applied: this.store.committed };
  }

  /** Takes records, and sees to it that they come into the database. */
  take(records: readonly LogRecord[]): void {
    this.#waiting = this.#waiting.concat(records);
    // Not at once: what else has come meanwhile goes with it.
    if (this.#fault === undefined) this.#next ??= setTimeout(() => this.#go());
  }

  /** Resolves once all that was taken is in the database. @throws StoreError where it cannot be now */
  async settle(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#apply();
      if (this.#fault !== undefined) throw this.#fault;
    }
  }

  /** Lets go of the database. What is not in it is in the log. */
  async close(): Promise<void> {
    clearTimeout(this.#next);
    await this.store.close();
  }

  async #go(): Promise<void> {
    await this.#apply();
    this.#next = undefined;
    if (this.#fault !== undefined) {
      const delay = RETRY_MS[Math.min(this.#failures, RETRY_MS.length) - 1];
      this.#next = setTimeout(() => this.#go(), delay);
    } else if (this.#waiting.length > 0) this.#next = setTimeout(() => this.#go());
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
      const writes = records.flatMap(({ bytes }) => decodeBatch(bytes));
      await this.store.commit(writes, last - this.store.committed);
      this.#waiting = this.#waiting.slice(records.length);
      this.#fault = undefined;
      this.#failures = 0;
      this.#tell({ applied: last });
    } catch (error) {
      this.#failures += 1;
      this.#fault = error as StoreError;
      this.#tell({ fault: this.#fault });
    }
  }

  #portion(): readonly LogRecord[] {
    let bytes = 0;
    const end = this.#waiting.findIndex((record, index) => {
      bytes += record.bytes.length;
      return index > 0 && bytes > MAX_BYTES;
    });
    return end === -1 ? this.#waiting : this.#waiting.slice(0, end);
  }
}
