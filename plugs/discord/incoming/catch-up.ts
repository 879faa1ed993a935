import type { QueuedEvent } from '../../../src/index.ts';

/** A channel in which something may have been missed. */
export interface Missing {
  readonly channelId: string;
  /** The last message that was seen there. */
  readonly since: string;
}

/** What catching up needs. */
export interface CatchUpParts {
  readonly limit: number;
  /** The messages of a channel after one, oldest first, so many at most. */
  missed(missing: Missing, limit: number): AsyncIterable<QueuedEvent>;
  /** Says that something is missing after a message. */
  gap(missing: Missing, reason: string): QueuedEvent;
  emit(event: QueuedEvent): void;
}

/** How many channels are caught up at once. */
const concurrency = 4;

/** A channel that is being caught up. */
interface Held {
  readonly since: string;
  /** What came live meanwhile. */
  readonly waiting: QueuedEvent[];
}

/**
 * Fetches what a session that could not be resumed has missed. What comes live in the meantime waits for its turn, so
 * that the order of each channel is kept.
 */
export class CatchUp {
  readonly #parts: CatchUpParts;
  /** The newest message seen, by channel. */
  readonly #newest = new Map<string, string>();
  readonly #held = new Map<string, Held>();

  constructor(parts: CatchUpParts) {
    this.#parts = parts;
  }

  /** A message was seen, or is known to be the last one. */
  note(channelId: string, messageId: string): void {
    if (isNewer(messageId, this.#newest.get(channelId))) this.#newest.set(channelId, messageId);
  }

  /** Whether anything is known of a channel's past. */
  isKnown(channelId: string): boolean {
    return this.#newest.has(channelId);
  }

  /** Whether a channel is being caught up. */
  isHeld(channelId: string | undefined): boolean {
    return channelId !== undefined && this.#held.has(channelId);
  }

  /** A new session begins: until `run`, what happens in these channels waits. */
  begin(channelIds: Iterable<string>): void {
    for (const id of channelIds) {
      const since = this.#newest.get(id);
      if (since !== undefined && !this.#held.has(id)) this.#held.set(id, { since, waiting: [] });
    }
  }

  /** Hands an event out, in its turn. */
  emit(channelId: string | undefined, event: QueuedEvent): void {
    const held = channelId === undefined ? undefined : this.#held.get(channelId);
    if (held === undefined) this.#parts.emit(event);
    else held.waiting.push(event);
  }

  /** Fetches what is missing, given the last message of each channel; where nothing is, all goes on at once. */
  async run(lastOf: (channelId: string) => string | undefined): Promise<void> {
    const queue: Missing[] = [];
    for (const [channelId, { since }] of this.#held) {
      if (isNewer(lastOf(channelId), since)) queue.push({ channelId, since });
      else this.#release(channelId);
    }
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await this.#fetch(next);
    };
    await Promise.all(Array.from({ length: concurrency }, work));
  }

  async #fetch(missing: Missing): Promise<void> {
    const { limit, missed, gap, emit } = this.#parts;
    let count = 0;
    let { since } = missing;
    try {
      for await (const event of missed(missing, limit + 1)) {
        count += 1;
        if (count > limit) {
          emit(gap({ ...missing, since }, `more than ${limit} messages were missed`));
          break;
        }
        if ('id' in event) since = event.id;
        emit(event);
      }
    } catch (error) {
      emit(gap({ ...missing, since }, error instanceof Error ? error.message : String(error)));
    }
    this.#release(missing.channelId);
  }

  #release(channelId: string): void {
    const waiting = this.#held.get(channelId)?.waiting ?? [];
    this.#held.delete(channelId);
    for (const event of waiting) this.#parts.emit(event);
  }
}

function isNewer(id: string | undefined, than: string | undefined): boolean {
  return id !== undefined && (than === undefined || BigInt(id) > BigInt(than));
}
