import type { Clock } from '../../lifecycle/clock.ts';

/** The clock of one process: it stops when the process dies, and everything that the process meant to do with it. */
export class ProcessClock implements Clock {
  readonly #clock: Clock;
  #dead = false;
  #callbacks = Number.POSITIVE_INFINITY;
  #dying: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get dead(): boolean {
    return this.#dead;
  }

  die(): void {
    this.#dead = true;
  }

  /** Calls back within the callback of that number from now on. */
  dieAfter(callbacks: number, dying: () => void): void {
    this.#callbacks = callbacks;
    this.#dying = dying;
  }

  now(): number {
    return this.#clock.now();
  }

  random(): number {
    return this.#clock.random();
  }

  after(ms: number, callback: () => void): () => void {
    return this.#clock.after(ms, () => this.#call(callback));
  }

  macrotask(callback: () => void): void {
    this.#clock.macrotask(() => this.#call(callback));
  }

  #call(callback: () => void): void {
    if (this.#dead) return;
    this.#callbacks -= 1;
    if (this.#callbacks < 0) {
      this.#callbacks = Number.POSITIVE_INFINITY;
      this.#dying?.();
    }
    callback();
  }
}
