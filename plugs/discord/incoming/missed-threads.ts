import type { QueuedEvent } from '../../../src/index.ts';
import { isNewer, snowflakeBefore } from '../snowflake.ts';

/** A thread that is there, with the newest message that is told of it. */
export interface ActiveThread {
  readonly id: string;
  readonly lastMessageId: string | undefined;
}

/** What fetching needs. */
export interface MissedThreadsParts {
  /** The messages of a thread after an id, oldest first, so many at most. */
  missed(threadId: string, after: string, limit: number): AsyncIterable<QueuedEvent>;
  /** Says that something is missing in a thread. */
  gap(threadId: string, reason: string): QueuedEvent;
  emit(event: QueuedEvent): void;
}

/** The most messages that are fetched of one thread: as many as a host fetches of a channel. */
const maxMissed = 1000;

/** Messages of two channels may come in another order than their ids; what came before is known by its id. */
const overlapMs = 5000;

/**
 * Fetches what was missed in threads that nobody named, of a session that could not be resumed: the host asks only for
 * the channels that it knows of. What comes live in a thread in the meantime waits for its turn.
 */
export class MissedThreads {
  readonly #parts: MissedThreadsParts;
  /** The newest message that came, of all. */
  #latest: string | undefined;
  /** From a new session on until it is known what was missed: what came since in each thread. */
  #held: Map<string, QueuedEvent[]> | undefined;

  constructor(parts: MissedThreadsParts) {
    this.#parts = parts;
  }

  /** A new session begins: until `run`, what happens in threads waits. */
  begin(): void {
    if (this.#latest !== undefined) this.#held ??= new Map();
  }

  /** A message came. */
  note(messageId: string): void {
    if (this.#held === undefined && isNewer(messageId, this.#latest)) this.#latest = messageId;
  }

  /** Hands an event out, in its turn. */
  emit(event: QueuedEvent, threadId: string | undefined): void {
    if (threadId === undefined || this.#held === undefined) return this.#parts.emit(event);
    const waiting = this.#held.get(threadId) ?? [];
    waiting.push(event);
    this.#held.set(threadId, waiting);
  }

  /** Fetches what is missing in these threads, and lets all go on. */
  async run(threads: Iterable<ActiveThread>): Promise<void> {
    const held = this.#held;
    if (held === undefined || this.#latest === undefined) return;
    const after = snowflakeBefore(this.#latest, overlapMs);
    for (const { id, lastMessageId } of threads) if (isNewer(lastMessageId, after)) await this.#fetch(id, after);
    this.#held = undefined;
    for (const event of [...held.values()].flat()) this.#parts.emit(event);
  }

  async #fetch(threadId: string, after: string): Promise<void> {
    const { missed, gap, emit } = this.#parts;
    let count = 0;
    try {
      for await (const event of missed(threadId, after, maxMissed + 1)) {
        count += 1;
        if (count <= maxMissed) emit(event);
        else emit(gap(threadId, `more than ${maxMissed} messages were missed`));
      }
    } catch (error) {
      emit(gap(threadId, error instanceof Error ? error.message : String(error)));
    }
  }
}
