import type { Job } from './job.ts';

/** A job's place in its lane. */
export interface Slot {
  readonly number: number;
  readonly job: Job;
  /** Whether preparing it has shown that it does not go, or not from here. */
  gone: boolean;
  next: Slot | undefined;
}

/** The jobs that have not left, in the order of their places. */
export class Slots {
  #head: Slot | undefined;
  #tail: Slot | undefined;
  #count = 0;
  #length = 0;

  get head(): Slot | undefined {
    return this.#head;
  }

  get length(): number {
    return this.#length;
  }

  /** Gives a job the last place. */
  append(job: Job): Slot {
    this.#count += 1;
    const slot: Slot = { number: this.#count, job, gone: false, next: undefined };
    if (this.#tail === undefined) this.#head = slot;
    else this.#tail.next = slot;
    this.#tail = slot;
    this.#length += 1;
    return slot;
  }

  /** Takes away the first one. */
  shift(): void {
    if (this.#head === undefined) return;
    this.#length -= 1;
    this.#head = this.#head.next;
    if (this.#head === undefined) this.#tail = undefined;
  }

  /** Gives jobs that had left their old places again: before all that have not. */
  putBack(slots: readonly Slot[]): void {
    for (const slot of [...slots].sort((a, b) => b.number - a.number)) {
      slot.next = this.#head;
      this.#head = slot;
      this.#tail ??= slot;
      this.#length += 1;
    }
  }

  /** Takes away all. */
  clear(): Job[] {
    const jobs = [...this].map(({ job }) => job);
    this.#head = undefined;
    this.#tail = undefined;
    this.#length = 0;
    return jobs;
  }

  *[Symbol.iterator](): IterableIterator<Slot> {
    for (let slot = this.#head; slot !== undefined; slot = slot.next) yield slot;
  }
}
