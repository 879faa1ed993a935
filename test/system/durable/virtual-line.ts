import type { FakeClock, SeededRandom } from '../../../src/testing/index.ts';
import type { LineNetwork } from './line-network.ts';
import type { Dial, Line } from './lines.ts';

/** How long anything is on a line at most, in milliseconds. */
const MOST_MS = 4;

/** Whose process may die. */
export interface Mortal {
  readonly dead: boolean;
}

/** One way of a line: what is sent arrives a little later, in order. */
class Way {
  readonly #clock: FakeClock;
  readonly #luck: SeededRandom;
  #last = 0;

  constructor(clock: FakeClock, luck: SeededRandom) {
    this.#clock = clock;
    this.#luck = luck;
  }

  carry(arrive: () => void): void {
    const now = this.#clock.now();
    this.#last = Math.max(this.#last, now + this.#luck.below(MOST_MS));
    this.#clock.after(this.#last - now, arrive);
  }
}

/** A line within this process and in virtual time, between a network and an account in a process that may die. */
export function dialVirtually(network: LineNetwork, clock: FakeClock, luck: SeededRandom, owner: Mortal): Dial {
  return async (_signal, take) => {
    const [up, down] = [new Way(clock, luck), new Way(clock, luck)];
    let closed = false;
    const close = (): void => {
      closed = true;
    };
    let hear: (value: never) => void = () => undefined;
    const account: Line = {
      // What has left arrives, although whoever sent it dies.
      send: (value) => {
        if (!owner.dead) up.carry(() => void (closed || hear(copy(value))));
      },
      close,
    };
    const far: Line = { send: (value) => down.carry(() => void (closed || owner.dead || take(copy(value)))), close };
    up.carry(() => {
      if (!owner.dead)
        network.connect((listen) => {
          hear = listen;
          return far;
        });
    });
    return account;
  };
}

/** As it comes out of a line. */
function copy(value: unknown): never {
  return JSON.parse(JSON.stringify(value)) as never;
}
