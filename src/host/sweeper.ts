import type { Clock } from '../lifecycle/clock.ts';
import type { Store } from '../store/store.ts';

/** How often a store is swept, and how long it rests between two pieces of one sweep, in milliseconds. */
const EVERY_MS = 60_000;
const PIECE_MS = 20;

/** Has the store forget what its retention no longer keeps, a little at a time, so that no lane has to wait. */
export class Sweeper {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #failed: (error: unknown) => void;
  #cancel: (() => void) | undefined;

  constructor(store: Store, clock: Clock, failed: (error: unknown) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#failed = failed;
  }

  open(): void {
    this.#after(EVERY_MS);
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #after(ms: number): void {
    const cancel = this.#clock.after(ms, () => {
      this.#store.sweep(this.#clock.now()).then(
        (more) => this.#again(cancel, more ? PIECE_MS : EVERY_MS),
        (error: unknown) => {
          this.#failed(error);
          this.#again(cancel, EVERY_MS);
        },
      );
    });
    this.#cancel = cancel;
  }

  /** Goes on, unless it was closed while the store was at work. */
  #again(cancel: () => void, ms: number): void {
    if (this.#cancel === cancel) this.#after(ms);
  }
}
