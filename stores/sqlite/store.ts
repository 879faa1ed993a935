import { rmSync } from 'node:fs';
import {
  type ChannelRef,
  type EventQuery,
  type EventRecord,
  type Json,
  type LinkRecord,
  type MessageRef,
  type OutboxRow,
  type RowQuery,
  type Store,
  StoreError,
  type StoreSummary,
  type Write,
} from '../../src/index.ts';
import { encodeBatch } from '../../src/sql/index.ts';
import type { ApplierOptions, Opened } from './applier.ts';
import { Behind } from './behind.ts';
import { toLogError } from './error.ts';
import { Log } from './log.ts';
import { type Ask, Thread, type ThreadProgress } from './thread.ts';

/** How far the database may be behind the log before commits wait for it, in bytes. */
const MAX_BEHIND = 4_000_000;
/** How long the log may grow before it is begun anew: once the database has all of it, or at the latest. */
const SHORT_LOG = 1_000_000;
const LONG_LOG = 64_000_000;

/** The store that `sqliteStore` makes. */
export interface SqliteStore extends Store {
  commit(batch: readonly Write[]): Promise<void>;
  /** Gives back to the system the room of what was removed. May take long; what is asked meanwhile waits for it. */
  vacuum(): Promise<void>;
}

/**
 * A SQLite file behind a log. A commit is an append to the log, which takes microseconds; a thread brings what is in the log
 * into the database. What is asked is answered by the database once it has all that was committed before.
 */
export class LoggedStore implements SqliteStore {
  readonly name = 'sqlite';
  readonly lasting = true;
  readonly #options: ApplierOptions;
  #thread: Thread | undefined;
  #log: Log | undefined;
  #starting: Promise<Opened> | undefined;
  /** The number of the last record of the log. */
  #logged = 0;
  readonly #behind = new Behind();
  /** A batch that is in the log, and of which the disk has not said that it has it. */
  #unsynced: readonly Write[] | undefined;
  /** Why the database cannot be written, while it cannot. */
  #fault: StoreError | undefined;

  constructor(options: ApplierOptions) {
    this.#options = options;
  }

  async open(): Promise<StoreSummary> {
    if (this.#log !== undefined) throw new StoreError('sqlite: it is open already', { retryable: false });
    const { summary } = await this.#start();
    try {
      this.#log = new Log(this.#options.logPath);
      this.#log.clear();
    } catch (error) {
      await this.#thread?.end();
      throw toLogError(this.#options.logPath, error, 'opened');
    }
    return summary;
  }

  async close(): Promise<void> {
    const log = this.#log;
    const thread = this.#thread;
    if (log === undefined || thread === undefined) return;
    this.#log = undefined;
    this.#thread = undefined;
    await thread.close().then(
      () => thread.leave(),
      () => thread.end(),
    );
    log.close();
    // What did not come into the database waits for the next that opens it.
    if (this.#behind.bytes === 0) rmSync(this.#options.logPath, { force: true });
  }

  async commit(batch: readonly Write[]): Promise<void> {
    const log = this.#log;
    if (log === undefined) throw notOpen();
    if (this.#thread?.over !== false) await this.#restart();
    if (this.#fault !== undefined) throw this.#fault;
    if (batch !== this.#unsynced) this.#append(batch, log);
    if (this.#options.synchronous === 'FULL') {
      // Until then it is not known whether it would survive.
      this.#unsynced = batch;
      await log.sync().catch((error: unknown) => {
        throw toLogError(this.#options.logPath, error, 'written', false);
      });
      this.#unsynced = undefined;
    }
    while (this.#isFarBehind(log)) await this.#thread?.progressed();
  }

  async vacuum(): Promise<void> {
    await this.#ask('vacuum');
  }

  events(query: EventQuery): Promise<readonly EventRecord[]> {
    return this.#ask('events', query);
  }

  identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]> {
    return this.#ask('identities', limit);
  }

  lastMessage(channel: ChannelRef): Promise<MessageRef | undefined> {
    return this.#ask('lastMessage', channel);
  }

  rows(query: RowQuery): Promise<readonly OutboxRow[]> {
    return this.#ask('rows', query);
  }

  busyChannels(): Promise<readonly ChannelRef[]> {
    return this.#ask('busyChannels');
  }

  row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined> {
    return this.#ask('row', channel, key);
  }

  family(ref: MessageRef): Promise<readonly LinkRecord[]> {
    return this.#ask('family', ref);
  }

  links(limit: number): Promise<readonly LinkRecord[]> {
    return this.#ask('links', limit);
  }

  get(table: string, key: string): Promise<Json | undefined> {
    return this.#ask('get', table, key);
  }

  entries(
    table: string,
    query: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]> {
    return this.#ask('entries', table, query);
  }

  sweep(now: number): Promise<boolean> {
    return this.#ask('sweep', now);
  }

  async #ask<T>(ask: Ask, ...args: readonly unknown[]): Promise<T> {
    if (this.#log === undefined) throw notOpen();
    if (this.#thread?.over !== false) await this.#restart();
    return (await this.#thread?.ask(ask, ...args)) as T;
  }

  #append(batch: readonly Write[], log: Log): void {
    const record = { number: this.#logged + 1, bytes: encodeBatch(batch) };
    const size = record.bytes.length;
    try {
      log.append(record);
    } catch (error) {
      throw toLogError(this.#options.logPath, error, 'written');
    }
    this.#logged = record.number;
    this.#behind.add(record.number, size);
    this.#thread?.take(record);
  }

  #isFarBehind(log: Log): boolean {
    if (this.#fault !== undefined || this.#thread?.over !== false) return false;
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
    if (log !== undefined && log.size > SHORT_LOG && this.#behind.bytes === 0) this.#beginAnew(log);
  }

  #beginAnew(log: Log): void {
    try {
      log.clear();
    } catch {
      // It goes on growing, and is tried again when the database has all of it the next time.
    }
  }

  /** A thread that has ended is followed by another, which brings what is in the log into the database first. */
  async #restart(): Promise<void> {
    await this.#start();
    if (this.#log !== undefined) this.#beginAnew(this.#log);
  }

  #start(): Promise<Opened> {
    this.#starting ??= this.#startThread().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startThread(): Promise<Opened> {
    const thread = Thread.take((progress) => this.#progress(progress));
    try {
      const opened = (await thread.open(this.#options)) as Opened;
      this.#thread = thread;
      this.#logged = opened.applied;
      this.#progress(opened);
      return opened;
    } catch (error) {
      await thread.leave();
      throw error;
    }
  }
}

function notOpen(): StoreError {
  return new StoreError('sqlite: the store is not open', { retryable: false });
}
