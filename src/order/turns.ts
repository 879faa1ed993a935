import type { Clock } from '../lifecycle/clock.ts';

/** Something that has work to do when its turn comes. */
export interface Runnable {
  run(): void;
}

/** How many starts one macrotask may hold before timers and sockets get theirs. */
const BUDGET = 1024;
/** How many starts in a row one lane may have while others are ready. */
const SLICE = 64;

/**
 * Gives every lane its turns: first come, first served, and never so many in a row that the event loop starves.
 *
 * A lane that became ready runs in a microtask, so that nothing is handed out inside the call that queued it. Each start
 * costs one of the budget; when it is spent, whoever is ready waits for the next macrotask, and whoever has not had a turn
 * goes first then: a lane with a backlog lets the others in between.
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
  #slice = SLICE;
  #scheduled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes one start from the budget; false when it is spent, or it is somebody else's turn: then ask for a turn again. */
  spend(): boolean {
    if (this.#left === 0 || this.#slice === 0) return false;
    this.#left -= 1;
    this.#slice -= 1;
    return true;
  }

  /** Asks for a turn. */
  ask(runnable: Runnable): void {
    this.#ready.push(runnable);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (this.#left === 0) this.#clock.macrotask(this.#refill);
    else queueMicrotask(this.#drain);
  }

  #run(): void {
    const ready = this.#ready;
    this.#ready = [];
    this.#scheduled = false;
    for (let index = 0; index < ready.length; index += 1) {
      if (this.#left === 0) {
        this.#ready = [...ready.slice(index), ...this.#ready];
        return this.#schedule();
      }
      this.#slice = SLICE;
      (ready[index] as Runnable).run();
    }
  }
}
