import type { Clock } from '../lifecycle/clock.ts';
import type { RateCapability } from '../model/capabilities.ts';

interface Waiter {
  readonly puts: number;
  readonly ready: () => void;
}

/**
 * Keeps to a network's rate: in no window of time more than it allows, whoever asks first goes first.
 *
 * The window is as long as `burst` messages (default: `count`) take at the rate, and holds at most that many.
 */
export class Rate {
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #size: number;
  /** When the last `size` messages went, as a ring. */
  readonly #times: number[] = [];
  #next = 0;
  /** The longest that anybody can have to wait for room, when the clock is not set back. */
  #longestMs: number;
  readonly #waiting: Waiter[] = [];
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, rate: RateCapability) {
    this.#clock = clock;
    this.#size = rate.burst ?? rate.count;
    this.#windowMs = (rate.perMs * this.#size) / rate.count;
    this.#longestMs = this.#windowMs;
  }

  /** Takes room for so many messages; false: there is none now, and `ready` is called when it has been taken. */
  admit(puts: number, ready: () => void): boolean {
    if (this.#waiting.length === 0 && this.#delay(puts) <= 0) {
      this.#take(puts);
      return true;
    }
    this.#waiting.push({ puts, ready });
    this.#arm();
    return false;
  }

  /** Whether it could be forgotten: nobody waits and the window has passed. */
  get idle(): boolean {
    return this.#waiting.length === 0 && this.#delay(this.#size) <= 0;
  }

  close(): void {
    this.#cancel?.();
    this.#waiting.length = 0;
  }

  /**
   * How long until there is room, in milliseconds. More than the window holds is let through when it is empty; what is too
   * much counts as sent in the windows to come.
   */
  #delay(puts: number): number {
    const wanted = Math.min(puts, this.#size);
    const free = this.#size - this.#times.length;
    if (wanted <= free) return 0;
    const oldest = this.#times[(this.#next + wanted - free - 1) % this.#times.length] as number;
    return oldest + this.#windowMs - this.#clock.now();
  }

  #take(puts: number): void {
    const now = this.#clock.now();
    for (let count = 0; count < puts; count += 1) {
      this.#times[this.#next] = now + this.#windowMs * Math.floor(count / this.#size);
      this.#next = (this.#next + 1) % this.#size;
    }
    this.#longestMs = Math.max(this.#longestMs, this.#windowMs * Math.ceil(puts / this.#size));
  }

  #arm(): void {
    if (this.#cancel !== undefined || this.#waiting.length === 0) return;
    const first = this.#waiting[0] as Waiter;
    // A clock that was set back must not stop the sending for ever.
    const delay = Math.min(Math.max(this.#delay(first.puts), 0), this.#longestMs);
    this.#cancel = this.#clock.after(delay, () => {
      this.#cancel = undefined;
      if (this.#delay(first.puts) <= 0 || delay >= this.#longestMs) {
        this.#waiting.shift();
        this.#take(first.puts);
        first.ready();
      }
      this.#arm();
    });
  }
}
