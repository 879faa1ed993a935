import type { Channel } from '../plug/plug.ts';
import type { EventRecord } from '../store/records.ts';

/** An event of the journal, and where it came. */
interface Unfinished {
  readonly record: EventRecord;
  readonly channel: Channel;
}

/** What the journal's record of an event says of its place. */
interface Place {
  readonly ahead?: boolean;
  readonly behind?: number;
}

/**
 * Brings events of the journal into the order in which they were to be handed out: what came live while the past was being
 * fetched was written down before it, and belongs behind it.
 */
export class InTurn {
  readonly #take: (event: Unfinished) => void;
  /** What may have come ahead of others, by channel. */
  readonly #ahead = new Map<Channel, Unfinished[]>();

  constructor(take: (event: Unfinished) => void) {
    this.#take = take;
  }

  /** Takes the events one after another, as they are in the journal. */
  add(event: Unfinished): void {
    const { channel, record } = event;
    const { ahead, behind = record.sequence } = record.data as Place;
    const waiting = this.#ahead.get(channel) ?? [];
    if (ahead === true) {
      waiting.push(event);
      this.#ahead.set(channel, waiting);
      return;
    }
    this.#letGo(waiting, behind);
    this.#take(event);
  }

  /** There are no more. */
  end(): void {
    for (const waiting of this.#ahead.values()) this.#letGo(waiting, Number.POSITIVE_INFINITY);
  }

  #letGo(waiting: Unfinished[], last: number): void {
    const end = waiting.findIndex(({ record }) => record.sequence > last);
    for (const event of waiting.splice(0, end === -1 ? waiting.length : end)) this.#take(event);
  }
}
