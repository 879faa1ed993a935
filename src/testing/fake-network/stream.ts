import type { Clock } from '../../lifecycle/clock.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { Faults } from './faults.ts';

/** Brings events from a network to one connection: in order, a while later, and not as well as it should. */
export class Stream {
  /** Whether it was cut: nothing more comes out of it. */
  cut = false;
  readonly #clock: Clock;
  readonly #line: (() => void)[] = [];
  #timers = 0;
  #dueAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls back when the event arrives. */
  send(faults: Faults, luck: SeededRandom, arrive: () => void): void {
    const { delayMs = 0, duplicate = 0, reorder = 0 } = faults;
    if (this.#line.length > 0 && luck.chance(reorder)) this.#line.splice(-1, 0, arrive);
    else this.#line.push(arrive);
    this.#release(luck.below(delayMs + 1));
    if (!luck.chance(duplicate)) return;
    this.#line.push(arrive);
    this.#release(luck.below(delayMs + 1));
  }

  /** Lets the first of the line out, in a while; never before those that came earlier. */
  #release(delayMs: number): void {
    const now = this.#clock.now();
    this.#dueAt = Math.max(this.#dueAt, now + delayMs);
    if (this.#dueAt <= now && this.#timers === 0) return this.#next();
    this.#timers += 1;
    this.#clock.after(this.#dueAt - now, () => {
      this.#timers -= 1;
      this.#next();
    });
  }

  #next(): void {
    const arrive = this.#line.shift();
    if (!this.cut) arrive?.();
  }
}
