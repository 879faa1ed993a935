import { StoreError, TielineError } from '../errors.ts';
import { isThenable } from '../lifecycle/awaitable.ts';
import { Backoff, type BackoffOptions } from '../lifecycle/backoff.ts';
import type { Clock } from '../lifecycle/clock.ts';
import { Batch, doneBatch } from './batch.ts';
import type { Write } from './records.ts';
import type { Store } from './store.ts';
import { type Commit, WriteQueue } from './write-queue.ts';

/** What a {@link Committer} is made with. */
export interface CommitterOptions {
  readonly clock: Clock;
  /** Told of every failed attempt, and, with undefined, when the store works again: how many writes could not be kept for it. */
  readonly health?: (error: TielineError | undefined, notKept: number) => void;
  /**
   * What happens while the store cannot write. `wait`, the default: nothing is done before it is safe. `continue`:
   * batches count as done at once, and are written when the store works again, as far as they could be kept.
   */
  readonly whileFailing?: 'wait' | 'continue';
}

/** The most writes in one commit, unless one call brings more: longer ones would hold up the event loop. */
const MAX_WRITES = 1024;
/** The most writes kept for a store that fails, while the host goes on without it. */
const MAX_KEPT = 100_000;
const retryBackoff: BackoffOptions = { firstMs: 50, factor: 2, maxMs: 5000, jitter: 0.25 };

/**
 * Group commit: gathers what is written within one tick of the event loop into one commit of the store, so that being
 * durable costs a batch and not a message. Order is kept. A store that needs no time is not waited for at all, and what
 * it throws at once is the answer to that one call.
 *
 * A commit that fails later is tried again until it succeeds. One that can never succeed is taken apart, and only the
 * writes that are at fault are refused.
 */
export class Committer {
  readonly #store: Store;
  readonly #options: CommitterOptions;
  readonly #backoff: Backoff;
  readonly #queue: WriteQueue = new WriteQueue();
  /** What is with the store now, or to be tried again. */
  #current: Commit | undefined;
  #scheduled = false;
  /** Whether the store was seen to need time. */
  #gathers = false;
  #failing: TielineError | undefined;
  /** How many writes there was no room for while the store failed. */
  #notKept = 0;
  #cancelRetry: (() => void) | undefined;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(store: Store, options: CommitterOptions) {
    this.#store = store;
    this.#options = options;
    this.#backoff = new Backoff(options.clock, retryBackoff);
  }

  /** How many writes are not in the store yet. */
  get pending(): number {
    return this.#queue.writes + (this.#current?.writes.length ?? 0);
  }

  /** Hands in changes that are made together or not at all, after all that were handed in before. */
  add(writes: Write | readonly Write[]): Batch {
    const list = isList(writes) ? writes : [writes];
    if (list.length === 0) return doneBatch;
    if (this.#closed) return refused(new StoreError('the store is closed', { retryable: false }));
    return this.#gathers ? this.#gather(list) : this.#writeNow(list);
  }

  /** Done once all that was handed in before is in the store or refused. */
  sofar(): Batch {
    return this.#isFree() ? doneBatch : this.#gather([]);
  }

  /** Resolves when everything that was added is in the store or refused. */
  drain(): Promise<void> {
    return this.#isFree() ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Takes writes again after {@link close}. */
  open(): void {
    this.#closed = false;
    this.#failing = undefined;
    this.#backoff.reset();
  }

  /** Gives up what the store has not taken: its batches are refused. */
  close(): void {
    this.#closed = true;
    this.#cancelRetry?.();
    const error = this.#failing ?? new StoreError('the store is closed', { retryable: false });
    const parts = this.#current?.parts ?? [];
    this.#current = undefined;
    for (const { batch } of parts) batch.settle(error);
    this.#queue.settle(error);
    this.#queue.clear();
    this.#tellIdle();
  }

  /** For a store that, as far as is known, needs no time. */
  #writeNow(writes: readonly Write[]): Batch {
    try {
      const result = this.#store.commit(writes);
      if (!isThenable(result)) return doneBatch;
      this.#gathers = true;
      const batch = new Batch();
      this.#await(result, { parts: [{ writes, batch }], writes });
      return batch;
    } catch (thrown) {
      return refused(toError(thrown));
    }
  }

  #gather(writes: readonly Write[]): Batch {
    const batch = new Batch();
    if (this.#goesOn()) {
      batch.settle();
      if (this.#queue.writes + writes.length > MAX_KEPT) {
        this.#notKept += writes.length;
        return batch;
      }
    }
    this.#queue.push({ writes, batch });
    this.#schedule();
    return batch;
  }

  #schedule(): void {
    if (this.#scheduled || this.#current || this.#queue.isEmpty) return;
    this.#scheduled = true;
    // A macrotask, so that all that is queued in this tick, by promise callbacks too, goes into one commit.
    this.#options.clock.macrotask(() => {
      this.#scheduled = false;
      if (this.#current || this.#closed) return;
      const next = this.#queue.next(MAX_WRITES);
      if (next) this.#attempt(next);
    });
  }

  #attempt(commit: Commit): void {
    try {
      const result = this.#store.commit(commit.writes);
      if (isThenable(result)) this.#await(result, commit);
      else this.#succeeded(commit);
    } catch (thrown) {
      this.#failed(commit, toError(thrown));
    }
  }

  #await(result: PromiseLike<unknown>, commit: Commit): void {
    this.#current = commit;
    result.then(
      () => this.#succeeded(commit),
      (thrown: unknown) => this.#failed(commit, toError(thrown)),
    );
  }

  #succeeded(commit: Commit): void {
    if (this.#closed) return;
    this.#current = undefined;
    if (this.#failing) {
      this.#failing = undefined;
      this.#backoff.reset();
      this.#options.health?.(undefined, this.#notKept);
      this.#notKept = 0;
    }
    this.#schedule();
    for (const { batch } of commit.parts) batch.settle();
    this.#tellIdle();
  }

  #failed(commit: Commit, error: TielineError): void {
    if (this.#closed) return;
    if (!error.retryable) {
      this.#refuse(commit, error);
      return;
    }
    this.#current = commit;
    this.#failing = error;
    this.#cancelRetry = this.#options.clock.after(this.#backoff.next(), () => this.#attempt(commit));
    this.#options.health?.(error, this.#notKept);
    if (!this.#goesOn()) return;
    for (const { batch } of commit.parts) batch.settle();
    this.#queue.settle();
  }

  /** The store will never take this. One of several parts may be at fault, so each is tried alone. */
  #refuse({ parts }: Commit, error: TielineError): void {
    this.#current = undefined;
    if (parts.length > 1) this.#queue.takeApart(parts);
    this.#schedule();
    if (parts.length === 1) parts[0]?.batch.settle(error);
    this.#tellIdle();
  }

  #goesOn(): boolean {
    return this.#failing !== undefined && this.#options.whileFailing === 'continue';
  }

  #isFree(): boolean {
    return this.#current === undefined && this.#queue.isEmpty;
  }

  #tellIdle(): void {
    if (!this.#isFree()) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }
}

function isList(writes: Write | readonly Write[]): writes is readonly Write[] {
  return Array.isArray(writes);
}

function refused(error: TielineError): Batch {
  const batch = new Batch();
  batch.settle(error);
  return batch;
}

function toError(thrown: unknown): TielineError {
  return thrown instanceof TielineError ? thrown : new StoreError('the store failed', { cause: thrown });
}
