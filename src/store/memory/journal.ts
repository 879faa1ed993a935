import { type ChannelRef, type MessageRef, messageRef, refKey, sameRef } from '../../model/refs.ts';
import { messageOf } from '../message-id.ts';
import type { EventQuery, EventRecord } from '../records.ts';
import { Fifo } from './fifo.ts';

type KeptEvent = { -readonly [K in keyof EventRecord]: EventRecord[K] };

/** The journal of events, in memory. */
export class MemoryJournal {
  readonly #events = new Map<number, KeptEvent>();
  /** The finished events, oldest first. */
  readonly #done = new Fifo<KeptEvent>();
  /** The newest message of each channel; outlives its event. */
  readonly #lastMessages = new Map<string, MessageRef>();
  readonly #maxDone: number;
  #lastSequence = 0;

  constructor(maxDone: number) {
    this.#maxDone = maxDone;
  }

  get size(): number {
    return this.#events.size;
  }

  get lastSequence(): number {
    return this.#lastSequence;
  }

  has(sequence: number): boolean {
    return this.#events.has(sequence);
  }

  put(event: EventRecord): void {
    const kept = { ...event };
    this.#events.set(event.sequence, kept);
    if (event.sequence > this.#lastSequence) this.#lastSequence = event.sequence;
    this.#hear(event);
    if (event.done) this.#remember(kept);
  }

  #hear(event: EventRecord): void {
    const message = messageOf(event);
    if (message === undefined) return;
    const { channel } = event;
    const key = refKey(channel);
    if (!message.ahead || !this.#lastMessages.has(key)) this.#lastMessages.set(key, messageRef(channel, message.id));
  }

  done(sequence: number, hook: string | undefined): void {
    const event = this.#events.get(sequence);
    if (event === undefined || event.done) return;
    if (hook !== undefined) {
      if (!event.doneBy.includes(hook)) event.doneBy = [...event.doneBy, hook];
      return;
    }
    event.done = true;
    event.doneBy = [];
    this.#remember(event);
  }

  /** Forgets finished events that were queued before `moment`. */
  sweep(moment: number): void {
    for (let oldest = this.#done.peek(); oldest && oldest.at < moment; oldest = this.#done.peek()) {
      this.#done.shift();
      this.#forget(oldest);
    }
  }

  migrate(from: ChannelRef, to: ChannelRef): void {
    for (const event of this.#events.values()) if (sameRef(event.channel, from)) event.channel = to;
    const last = this.#lastMessages.get(refKey(from));
    this.#lastMessages.delete(refKey(from));
    if (last && !this.#lastMessages.has(refKey(to))) this.#lastMessages.set(refKey(to), messageRef(to, last.id));
  }

  find({ done, channel, from = -Infinity, to = Infinity, after = 0, limit = 100 }: EventQuery): EventRecord[] {
    const found: KeptEvent[] = [];
    for (const event of this.#events.values()) {
      if (event.sequence <= after || event.at < from || event.at >= to) continue;
      if (done !== undefined && event.done !== done) continue;
      if (channel === undefined || sameRef(event.channel, channel)) found.push(event);
    }
    return found
      .sort((a, b) => a.sequence - b.sequence)
      .slice(0, limit)
      .map((event) => ({ ...event }));
  }

  identities(limit: number): { channel: ChannelRef; identity: string }[] {
    return [...this.#events.values()]
      .sort((a, b) => b.sequence - a.sequence)
      .flatMap(({ channel, identity }) => (identity === undefined ? [] : [{ channel, identity }]))
      .slice(0, limit);
  }

  lastMessage(channel: ChannelRef): MessageRef | undefined {
    return this.#lastMessages.get(refKey(channel));
  }

  #remember(event: KeptEvent): void {
    this.#done.push(event);
    if (this.#done.size > this.#maxDone) this.#forget(this.#done.shift());
  }

  #forget(event: KeptEvent | undefined): void {
    if (event && this.#events.get(event.sequence) === event) this.#events.delete(event.sequence);
  }
}
