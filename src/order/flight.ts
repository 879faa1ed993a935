import type { Ending, Passage } from './fence.ts';
import type { Slot } from './slots.ts';

/** A job that left and has not landed. */
export class Flight implements Passage, Ending {
  readonly slot: Slot;
  readonly since: number;
  readonly puts: number;
  /** Whether the network has taken it. */
  done = false;
  number = 0;
  previous: Passage | undefined = undefined;
  next: Passage | undefined = undefined;
  readonly #over: (flight: Flight) => void;

  constructor(slot: Slot, since: number, puts: number, over: (flight: Flight) => void) {
    this.slot = slot;
    this.since = since;
    this.puts = puts;
    this.#over = over;
  }

  end(): void {
    this.#over(this);
  }
}
