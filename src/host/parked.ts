import type { Clock } from '../lifecycle/clock.ts';
import type { Channel } from '../plug/plug.ts';

/** How many changes wait for their message, and how long, in milliseconds. */
const MAX_COUNT = 1000;
const MAX_AGE_MS = 300_000;

interface Waiting {
  readonly since: number;
  readonly go: () => void;
}

/**
 * Edits, deletes and reactions that came before the message they are about, as some networks let them: they wait for it,
 * so many and so long.
 */
export class Parked {
  readonly #clock: Clock;
  readonly #warn: (message: string) => void;
  /** Oldest first, by channel and message. */
  readonly #waiting = new Map<Channel, Map<string, Waiting[]>>();
  #count = 0;

  constructor(clock: Clock, warn: (message: string) => void) {
    this.#clock = clock;
    this.#warn = warn;
  }

  /** Has `go` called when the message is carried. */
  park(channel: Channel, id: string, go: () => void): void {
    this.#expire();
    if (this.#count >= MAX_COUNT) {
      this.#warn(
        `${channel}: a change of message ${id} is given up: ${MAX_COUNT} wait already for messages that did not come`,
      );
      return;
    }
    const ids = this.#waiting.get(channel) ?? new Map<string, Waiting[]>();
    this.#waiting.set(channel, ids);
    const list = ids.get(id) ?? [];
    ids.set(id, list);
    list.push({ since: this.#clock.now(), go });
    this.#count += 1;
  }

  /** The message has been carried: what waited for it goes. */
  arrived(channel: Channel, id: string): void {
    if (this.#count === 0) return;
    const ids = this.#waiting.get(channel);
    const list = ids?.get(id);
    if (ids === undefined || list === undefined) return;
    this.#forget(channel, ids, id, list);
    for (const { go } of list) go();
  }

  #expire(): void {
    const limit = this.#clock.now() - MAX_AGE_MS;
    for (const [channel, ids] of this.#waiting) {
      for (const [id, list] of ids) {
        if ((list[0]?.since ?? limit) >= limit) continue;
        this.#forget(channel, ids, id, list);
        this.#warn(`${channel}: ${list.length} changes of message ${id} are given up: the message did not come`);
      }
    }
  }

  #forget(channel: Channel, ids: Map<string, Waiting[]>, id: string, list: readonly Waiting[]): void {
    ids.delete(id);
    this.#count -= list.length;
    if (ids.size === 0) this.#waiting.delete(channel);
  }
}
