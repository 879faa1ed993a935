import type { Clock } from '../lifecycle/clock.ts';
import type { Channel } from '../plug/plug.ts';

/** How many changes wait for their message, and how long, in milliseconds. */
const MAX_COUNT = 1000;
const MAX_AGE_MS = 300_000;

interface Waiting {
  readonly since: number;
  /** Where the change is in the journal. */
  readonly sequence: number | undefined;
  readonly go: () => void;
}

/** What the parked changes need of the rest of the host. */
export interface ParkedHost {
  readonly clock: Clock;
  /** Says that a change is given up. */
  warn(message: string): void;
  /** A change is finished with, and need not be kept in the journal any longer. */
  done(sequence: number): void;
}

/**
 * Edits, deletes and reactions that came before the message they are about, as some networks let them: they wait for it,
 * so many and so long. The journal keeps them meanwhile, so that they still wait after a restart.
 */
export class Parked {
  readonly #host: ParkedHost;
  /** Oldest first, by channel and message. */
  readonly #waiting = new Map<Channel, Map<string, Waiting[]>>();
  /** How often each is waiting: once for each hook that would carry it. */
  readonly #kept = new Map<number, number>();
  #count = 0;

  constructor(host: ParkedHost) {
    this.#host = host;
  }

  /** Whether a change has to stay in the journal although every hook has seen it. */
  keeps(sequence: number): boolean {
    return this.#kept.has(sequence);
  }

  /** Has `go` called when the message is carried; gives whether there is room for one more. */
  park(channel: Channel, id: string, sequence: number | undefined, go: () => void): boolean {
    this.#expire();
    if (this.#count >= MAX_COUNT) {
      this.#host.warn(
        `${channel}: a change of message ${id} is given up: ${MAX_COUNT} wait already for messages that did not come`,
      );
      return false;
    }
    const ids = this.#waiting.get(channel) ?? new Map<string, Waiting[]>();
    this.#waiting.set(channel, ids);
    const list = ids.get(id) ?? [];
    ids.set(id, list);
    list.push({ since: this.#host.clock.now(), sequence, go });
    this.#count += 1;
    if (sequence !== undefined) this.#kept.set(sequence, (this.#kept.get(sequence) ?? 0) + 1);
    return true;
  }

  /** The message has been carried: what waited for it goes. */
  arrived(channel: Channel, id: string): void {
    if (this.#count === 0) return;
    const ids = this.#waiting.get(channel);
    const list = ids?.get(id);
    if (ids === undefined || list === undefined) return;
    this.#forget(channel, ids, id, list);
    for (const { go, sequence } of list) {
      go();
      this.#release(sequence);
    }
  }

  #expire(): void {
    const limit = this.#host.clock.now() - MAX_AGE_MS;
    for (const [channel, ids] of this.#waiting) {
      for (const [id, list] of ids) {
        if ((list[0]?.since ?? limit) >= limit) continue;
        this.#forget(channel, ids, id, list);
        this.#host.warn(`${channel}: ${list.length} changes of message ${id} are given up: the message did not come`);
        for (const { sequence } of list) this.#release(sequence);
      }
    }
  }

  #release(sequence: number | undefined): void {
    if (sequence === undefined) return;
    const left = (this.#kept.get(sequence) ?? 1) - 1;
    if (left > 0) this.#kept.set(sequence, left);
    else {
      this.#kept.delete(sequence);
      this.#host.done(sequence);
    }
  }

  #forget(channel: Channel, ids: Map<string, Waiting[]>, id: string, list: readonly Waiting[]): void {
    ids.delete(id);
    this.#count -= list.length;
    if (ids.size === 0) this.#waiting.delete(channel);
  }
}
