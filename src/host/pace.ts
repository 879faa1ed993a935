import type { Clock } from '../lifecycle/clock.ts';
import type { Channel } from '../plug/plug.ts';

/** How many rows of a channel are marked at least, and at most. */
const LEAST = 16;
const MOST = 256;
/** Rows that leave within this time, in milliseconds, were too few. */
const SOON_MS = 100;

interface Pace {
  size: number;
  markedAt: number;
}

/**
 * How many rows of a channel may be written down as being sent before they are: each that is costs no commit of its own
 * when it leaves, and is uncertain if the process ends before. So the quicker a network, the more.
 */
export class Paces {
  readonly #clock: Clock;
  readonly #paces = new WeakMap<Channel, Pace>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many may be marked now. */
  of(channel: Channel): number {
    return this.#paces.get(channel)?.size ?? LEAST;
  }

  /** All that were marked have left: gives how many are to be marked next. */
  next(channel: Channel): number {
    const now = this.#clock.now();
    const pace = this.#paces.get(channel);
    if (pace === undefined) {
      this.#paces.set(channel, { size: LEAST, markedAt: now });
      return LEAST;
    }
    const soon = now - pace.markedAt < SOON_MS;
    pace.size = soon ? Math.min(pace.size * 2, MOST) : Math.max(pace.size / 2, LEAST);
    pace.markedAt = now;
    return pace.size;
  }
}
