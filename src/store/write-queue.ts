import type { TielineError } from '../errors.ts';
import type { Batch } from './batch.ts';
import type { Write } from './records.ts';

/** Some writes on their way to the store, and who waits for them. */
export interface Waiting {
  readonly writes: readonly Write[];
  readonly batch: Batch;
}

/** One commit as a {@link Committer} asks it of its store. */
export interface Commit {
  readonly parts: readonly Waiting[];
  /** The same array at every attempt: a store may know by it what it was already asked to write. */
  readonly writes: readonly Write[];
}

/** What waits to be written, in order. */
export class WriteQueue {
  #waiting: Waiting[] = [];
  /** What is left of a commit that was taken apart: comes first, each alone. */
  #apart: Waiting[] = [];
  #writes = 0;

  /** How many writes wait. */
  get writes(): number {
    return this.#writes;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#apart.length === 0;
  }

  push(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#writes += waiting.writes.length;
  }

  /** Puts the parts of a commit back at the front, each to be tried alone. */
  takeApart(parts: readonly Waiting[]): void {
    this.#apart = [...parts];
    for (const { writes } of parts) this.#writes += writes.length;
  }

  /** The next commit: as much as waits, but not more than `maxWrites` unless its first part alone has more. */
  next(maxWrites: number): Commit | undefined {
    const single = this.#apart.shift();
    if (single) return this.#commit([single]);
    let length = 0;
    const end = this.#waiting.findIndex((part, index) => {
      length += part.writes.length;
      return index > 0 && length > maxWrites;
    });
    const parts = end === -1 ? this.#waiting : this.#waiting.slice(0, end);
    this.#waiting = end === -1 ? [] : this.#waiting.slice(end);
    return parts.length === 0 ? undefined : this.#commit(parts);
  }

  /** Settles all that waits, and keeps it. */
  settle(error?: TielineError): void {
    for (const { batch } of [...this.#apart, ...this.#waiting]) batch.settle(error);
  }

  clear(): void {
    this.#waiting = [];
    this.#apart = [];
    this.#writes = 0;
  }

  #commit(parts: readonly Waiting[]): Commit {
    const writes = parts.length === 1 ? parts[0]!.writes : parts.flatMap((part) => part.writes);
    this.#writes -= writes.length;
    return { parts, writes };
  }
}
