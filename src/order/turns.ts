import type { Clock } from '../lifecycle/clock.ts';

/** Something that has work to do when its turn comes. */
export interface Runnable {
  run(): void;
}

/** How many starts one macrotask may hold before timers and sockets get theirs. */
const BUDGET = 1024;

/**
 * Gives every lane its turns: first come, first served, and never so many in a row that the event loop starves.
 *
 * A lane that became ready runs in a microtask, so that nothing is handed out inside the call that queued it. Each start
 * costs one of the budget; when it is spent, whoever is ready waits for the next macrotask.
 */
export class Turns {
  readonly #clock: Clock;
  readonly #drain = (): void => this.#run();
  readonly #refill = (): void => {
    this.#left = BUDGET;
    this.#run();
  };
  #ready: Runnable[] = [];
  #left = BUDGET;
  #scheduled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one start from the budget; false when it is spent: then ask for a turn again. */
  spend(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** Asks for a turn. */
  ask(runnable: Runnable): void {
    this.#ready.push(runnable);
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (this.#left === 0) this.#clock.macrotask(this.#refill);
    else queueMicrotask(this.#drain);
  }

  #run(): void {
    const ready = this.#ready;
    this.#ready = [];
    this.#scheduled = false;
    for (const runnable of ready) runnable.run();
  }
}
