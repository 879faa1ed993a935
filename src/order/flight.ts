import type { Ending, Passage } from './fence.ts';
import type { Landing } from './job.ts';
import type { Slot } from './slots.ts';

/** The lane that flights leave from. */
export interface Tower {
  landed(flight: Flight): void;
  failed(flight: Flight, error: unknown): void;
  /** It is over for the fence, too. */
  over(flight: Flight): void;
}

/** A job that left and has not landed. */
export class Flight implements Passage, Ending, Landing {
  readonly slot: Slot;
  readonly since: number;
  readonly puts: number;
  /** Whether the network has taken it. */
  done = false;
  /** Whether it is among the {@link Flights} still. */
  up = false;
  // Its places among the fence's passages and among the lane's flights.
  number = 0;
  previous: Passage | undefined = undefined;
  next: Passage | undefined = undefined;
  before: Flight | undefined = undefined;
  behind: Flight | undefined = undefined;
  readonly #tower: Tower;

  constructor(slot: Slot, since: number, puts: number, tower: Tower) {
    this.slot = slot;
    this.since = since;
    this.puts = puts;
    this.#tower = tower;
  }

  landed(): void {
    this.#tower.landed(this);
  }

  failed(error: unknown): void {
    this.#tower.failed(this, error);
  }

  end(): void {
    this.#tower.over(this);
  }
}

/** The flights of a lane, in the order in which they left. They are the list themselves: a Set would cost more than they do. */
export class Flights {
  #first: Flight | undefined;
  #last: Flight | undefined;

  get first(): Flight | undefined {
    return this.#first;
  }

  get empty(): boolean {
    return this.#first === undefined;
  }

  add(flight: Flight): void {
    flight.up = true;
    flight.before = this.#last;
    if (this.#last === undefined) this.#first = flight;
    else this.#last.behind = flight;
    this.#last = flight;
  }

  delete(flight: Flight): void {
    if (!flight.up) return;
    flight.up = false;
    const { before, behind } = flight;
    if (before === undefined) this.#first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
  }

  /** All of them now. */
  all(): readonly Flight[] {
    const all: Flight[] = [];
    for (let flight = this.#first; flight !== undefined; flight = flight.behind) all.push(flight);
    return all;
  }

  clear(): void {
    for (const flight of this.all()) this.delete(flight);
  }
}
