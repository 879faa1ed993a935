import { type Clock, systemClock } from '../lifecycle/clock.ts';
import { Fifo } from '../store/memory/fifo.ts';
import { SeededRandom } from './seeded-random.ts';
import { type Timer, TimerHeap } from './timer-heap.ts';

/** How a {@link FakeClock} is set up. */
export interface FakeClockOptions {
  /** What its randomness comes from. Default 1. */
  readonly seed?: number;
  /** The moment it begins at, in milliseconds since 1970. Default: 1 January 2026, UTC. */
  readonly startMs?: number;
}

/** How many callbacks run before the machine's own event loop gets a turn. */
const BREATH = 512;

/**
 * Time that stands still until it is told to go on, and goes as fast as the machine can: for tests and simulations.
 *
 * What is due runs one callback after another, in the order of its time and then of the asking; after each, all promise
 * callbacks run, as in a real event loop. The same calls and the same seed give the same run.
 *
 * @example
 * ```ts
 * const clock = new FakeClock();
 * const host = new Host({ clock });
 * await clock.runUntil(() => host.plug('here')?.state === 'connected');
 * ```
 */
export class FakeClock implements Clock {
  /** How many macrotasks have run: what promises about order and waiting are counted in. */
  macrotasks = 0;
  readonly #random: SeededRandom;
  readonly #timers: TimerHeap = new TimerHeap();
  #now: number;
  #order = 0;
  readonly #tasks: Fifo<() => void> = new Fifo();
  #ran = 0;

  constructor(options: FakeClockOptions = {}) {
    this.#random = new SeededRandom(options.seed ?? 1);
    this.#now = options.startMs ?? Date.UTC(2026, 0, 1);
  }

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.#random.next();
  }

  after(ms: number, callback: () => void): () => void {
    this.#order += 1;
    const timer: Timer = { due: this.#now + Math.max(0, ms), order: this.#order, callback };
    this.#timers.push(timer);
    return () => {
      timer.callback = undefined;
    };
  }

  macrotask(callback: () => void): void {
    this.#tasks.push(callback);
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** Runs everything that is due now and what comes of it, until there is nothing more to do without time passing. */
  async settle(): Promise<void> {
    await this.#drain();
    while (this.#task()) await this.#drain();
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await this.settle();
    while (this.#step(end)) await this.settle();
    this.#now = end;
    await this.settle();
  }

  /** Lets time pass until the condition holds, and gives whether it came to that within `limitMs` (default: one day). */
  async runUntil(condition: () => boolean, limitMs: number = 86_400_000): Promise<boolean> {
    const end = this.#now + limitMs;
    await this.#drain();
    while (!condition()) {
      if (!this.#task() && !this.#step(end)) return false;
      await this.#drain();
    }
    return true;
  }

  /** Lets time pass until no timer is set, but no longer than `limitMs` (default: one day); gives whether it came to that. */
  async runUntilIdle(limitMs: number = 86_400_000): Promise<boolean> {
    const end = this.#now + limitMs;
    await this.settle();
    while (this.#step(end)) await this.settle();
    return this.#timers.peek() === undefined;
  }

  /** Waits for a promise while time passes, for `limitMs` at most (default: one day). @throws Error when it takes longer */
  async wait<T>(promise: PromiseLike<T>, limitMs?: number): Promise<T> {
    let settled = false;
    const settle = (): void => {
      settled = true;
    };
    promise.then(settle, settle);
    if (await this.runUntil(() => settled, limitMs)) return await promise;
    throw new Error('nothing is left to happen, and the promise is not settled');
  }

  /** Runs the next macrotask; false: there is none. */
  #task(): boolean {
    const task = this.#tasks.shift();
    if (task === undefined) return false;
    this.macrotasks += 1;
    task();
    return true;
  }

  /** Runs the next timer that is due by `end`; false: there is none. */
  #step(end: number): boolean {
    const timer = this.#timers.peek();
    if (timer === undefined || timer.due > end) return false;
    this.#timers.pop();
    if (timer.due > this.#now) this.#now = timer.due;
    const { callback } = timer;
    timer.callback = undefined;
    this.macrotasks += 1;
    callback?.();
    return true;
  }

  /** Lets all promise callbacks run; now and then the machine's event loop too, so that a long run starves nobody. */
  #drain(): Promise<void> {
    this.#ran += 1;
    // Node runs this queue when the one of the promises is empty: as good as a macrotask, and far cheaper.
    if (this.#ran % BREATH > 0) return new Promise((resolve) => process.nextTick(resolve));
    return new Promise((resolve) => systemClock.macrotask(resolve));
  }
}
