import { statSync } from 'node:fs';
import { type Awaitable, StoreError, type StoreSummary, type Write } from '../../src/index.ts';
import { encodeBatch, RecentJson } from '../../src/sql/index.ts';
import type { Opened, Place } from './applier.ts';
import { Behind } from './behind.ts';
import { toLogError } from './error.ts';
import { Log } from './log.ts';
import { type Ask, Thread, type ThreadProgress } from './thread.ts';

/** How far the database may be behind the log before commits wait for it, in bytes. */
const MAX_BEHIND = 4_000_000;
/** How long the log may grow before it is begun anew: once the database has all of it, or at the latest. */
const SHORT_LOG = 1_000_000;
const LONG_LOG = 64_000_000;

/**
 * A database in a thread behind a log. A commit is an append to the log, which takes microseconds; the thread brings what is
 * in the log into the database.
 */
export class LoggedDatabase {
  readonly #place: Place;
  #isOpen = false;
  #thread: Thread | undefined;
  #log: Log | undefined;
  #starting: Promise<StoreSummary> | undefined;
  /** The number of the last record of the log. */
  #logged = 0;
  #behind: Behind = new Behind();
  readonly #recent = new RecentJson();
  /** Batches of which the disk has not said that it has them, by the number of their record. */
  readonly #unsure = new Map<readonly Write[], number>();
  /** Why the database cannot be written, while it cannot. */
  #fault: StoreError | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Opens it, with all that an earlier process has left in the log. @throws StoreError */
  async open(): Promise<StoreSummary> {
    if (this.#isOpen) throw new StoreError('sqlite: it is open already', { retryable: false });
    this.#isOpen = true;
    try {
      return await this.#start();
    } catch (error) {
      this.#isOpen = false;
      throw error;
    }
  }

  /** Lets go of it, once the database has all of the log, if it can. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#starting?.catch(() => undefined);
    const log = this.#log;
    const thread = this.#thread;
    this.#log = undefined;
    this.#thread = undefined;
    this.#unsure.clear();
    // What did not come into the database waits in the log for whoever opens it next.
    await thread?.close().then(
      () => thread.leave(),
      () => thread.end(),
    );
    log?.close();
  }

  /** Resolves once a batch is safe. @throws StoreError */
  async commit(batch: readonly Write[]): Promise<void> {
    const { thread, log } = await this.#present();
    // It was closed meanwhile: the thread takes no more.
    if (this.#log !== log) throw notOpen();
    if (this.#fault !== undefined) throw this.#fault;
    const before = this.#unsure.get(batch);
    if (before !== undefined) return this.#becomeSure(batch, before, thread);
    const number = this.#append(batch, log, thread);
    if (this.#place.synchronous === 'FULL') await this.#sync(batch, number, log);
    while (this.#isFarBehind(log)) await thread.progressed();
  }

  /** Asks the database, once it has all that was committed before. @throws StoreError */
  async ask<T>(ask: Ask, ...args: readonly unknown[]): Promise<T> {
    const { thread } = await this.#present();
    return (await thread.ask(ask, ...args)) as T;
  }

  /** The thread and the log. A thread that has ended is followed by another, which brings the log into the database first. */
  #present(): Awaitable<{ readonly thread: Thread; readonly log: Log }> {
    if (!this.#isOpen) throw notOpen();
    const thread = this.#thread;
    const log = this.#log;
    if (thread !== undefined && log !== undefined && !thread.over) return { thread, log };
    return this.#start().then(() => this.#present());
  }

  #append(batch: readonly Write[], log: Log, thread: Thread): number {
    const record = { number: this.#logged + 1, bytes: encodeBatch(batch, this.#recent) };
    const size = record.bytes.length;
    try {
      log.append(record);
    } catch (error) {
      throw toLogError(this.#place.logPath, error, 'written');
    }
    this.#logged = record.number;
    this.#behind.add(record.number, size);
    thread.add(record);
    return record.number;
  }

  async #sync(batch: readonly Write[], number: number, log: Log): Promise<void> {
    this.#unsure.set(batch, number);
    await log.sync().catch((error: unknown) => {
      throw toLogError(this.#place.logPath, error, 'written', false);
    });
    this.#unsure.delete(batch);
  }

  /** After a failed sync the system may take the log for written, though it is not: only the database is believed then. */
  async #becomeSure(batch: readonly Write[], number: number, thread: Thread): Promise<void> {
    while (this.#behind.lacks(number)) {
      await thread.progressed();
      if (this.#fault !== undefined) throw this.#fault;
      if (thread.over) throw new StoreError('sqlite: the thread of the database has ended', { certain: false });
    }
    this.#unsure.delete(batch);
  }

  #isFarBehind(log: Log): boolean {
    if (this.#fault !== undefined || this.#log !== log || this.#thread?.over !== false) return false;
    const { bytes } = this.#behind;
    return bytes > MAX_BEHIND || (log.size > LONG_LOG && bytes > 0);
  }

  #progress(progress: ThreadProgress): void {
    if ('fault' in progress) {
      this.#fault = progress.fault;
      return;
    }
    this.#fault = undefined;
    this.#behind.reached(progress.applied);
    const log = this.#log;
    if (log !== undefined && log.size > SHORT_LOG && this.#behind.bytes === 0) beginAnew(log);
  }

  #start(): Promise<StoreSummary> {
    this.#starting ??= this.#startThread().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startThread(): Promise<StoreSummary> {
    const { path, logPath } = this.#place;
    const thread = Thread.obtain((progress) => this.#progress(progress));
    try {
      // Where somebody took it away: the thread is to find all that was said to be safe.
      this.#log?.ensure();
      const { summary, applied, database } = (await thread.open(this.#place)) as Opened;
      // In one go: whatever is committed from now on is in this log.
      const log = new Log(logPath, database, statSync(path).mode & 0o777);
      this.#log?.close();
      this.#log = log;
      this.#thread = thread;
      this.#logged = applied;
      this.#behind = new Behind();
      this.#fault = undefined;
      return summary;
    } catch (error) {
      await thread.close().catch(() => undefined);
      await thread.leave();
      throw error instanceof StoreError ? error : toLogError(logPath, error, 'opened');
    }
  }
}

function beginAnew(log: Log): void {
  try {
    log.clear();
  } catch {
    // It goes on growing, and is tried again when the database has all of it the next time.
  }
}

function notOpen(): StoreError {
  return new StoreError('sqlite: the store is not open', { retryable: false });
}
