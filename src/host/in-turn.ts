import type { Channel } from '../plug/plug.ts';
import type { EventRecord } from '../store/records.ts';

/** An event of the journal, and where it came. */
interface Unfinished {
  readonly record: EventRecord;
  readonly channel: Channel;
}

/** What the journal's record of an event says of its place. */
interface Place {
  readonly history?: boolean;
  readonly self?: boolean;
  readonly ahead?: boolean;
  readonly behind?: number;
}

/**
 * Brings events of the journal into the order in which they were to be handed out: what came live while the past was being
 * fetched was written down before it, and belongs behind it.
 */
export class InTurn {
  readonly #take: (event: Unfinished) => void;
  /** What came ahead of others, by channel. */
  readonly #ahead = new Map<Channel, Unfinished[]>();

  constructor(take: (event: Unfinished) => void) {
    this.#take = take;
  }

  /** Takes the events one after another, as they are in the journal. */
  add(event: Unfinished): void {
    const { channel, record } = event;
    const { history, self, ahead, behind = 0 } = record.data as Place;
    const waiting = this.#ahead.get(channel) ?? [];
    // An echo that the host made tells nothing of how far was heard, but has its place.
    const made = self === true && channel.plug.capabilities.echo === 'none';
    if (ahead === true && (waiting.length > 0 || !made)) {
      waiting.push(event);
      this.#ahead.set(channel, waiting);
      return;
    }
    const isFetched = history === true || record.type === 'gap';
    this.#letGo(waiting, isFetched ? behind : record.sequence);
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
