import type { Clock } from '../lifecycle/clock.ts';

/** One send, from the call of `put()` until its caller has resumed. */
export interface Passage {
  /** Its place among all sends of the fence, from 1; 0 before it begins. */
  number: number;
  previous: Passage | undefined;
  next: Passage | undefined;
}

/**
 * Keeps an event from overtaking the sends that were under way when it arrived: its echo may be among them.
 *
 * A send is under way from the call of `put()` until one macrotask after its ids are recorded and its caller was told. The
 * macrotask is what makes `await channel.send()` resume before the echo is handed out, however many `async` functions
 * lie between: they resume in microtasks. Sends that begin after an event arrived are none of its business.
 */
export class Fence {
  #first: Passage | undefined;
  #last: Passage | undefined;
  #count = 0;
  #waiting: (() => void)[] = [];

  /** What an event that arrives now has to wait for: the number for {@link passed}; 0 when nothing is under way. */
  get mark(): number {
    return this.#last?.number ?? 0;
  }

  /** Whether no send is under way. */
  get clear(): boolean {
    return this.#first === undefined;
  }

  /** Whether every send up to that mark is over. */
  passed(mark: number): boolean {
    return this.#first === undefined || this.#first.number > mark;
  }

  /** Calls back once, when the oldest send under way is over. */
  wait(callback: () => void): void {
    this.#waiting.push(callback);
  }

  /** A send begins. */
  enter(passage: Passage): void {
    this.#count += 1;
    passage.number = this.#count;
    passage.previous = this.#last;
    passage.next = undefined;
    if (this.#last === undefined) this.#first = passage;
    else this.#last.next = passage;
    this.#last = passage;
  }

  /** A send is over. */
  leave(passage: Passage): void {
    const { previous, next } = passage;
    if (previous === undefined) this.#first = next;
    else previous.next = next;
    if (next === undefined) this.#last = previous;
    else next.previous = previous;
    if (previous !== undefined || this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }
}

/** Something that is over a macrotask after it was settled. */
export interface Ending {
  end(): void;
}

/** Ends sends one macrotask after they were settled; one macrotask serves all that settle in the same one. */
export class Settling {
  readonly #clock: Clock;
  #ending: Ending[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends it in the next macrotask. */
  afterwards(ending: Ending): void {
    this.#ending.push(ending);
    if (this.#ending.length > 1) return;
    this.#clock.macrotask(() => {
      const all = this.#ending;
      this.#ending = [];
      for (const one of all) one.end();
    });
  }
}
