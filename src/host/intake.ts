import { NotConnectedError } from '../errors.ts';
import { Recent } from '../order/recent.ts';
import { Seen } from '../order/seen.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import type { Batch } from '../store/batch.ts';
import type { Committer } from '../store/committer.ts';
import { identity, slotOf, toRecord } from './codec.ts';
import { echoKey, finishedBy, journalled, type Marked } from './marked.ts';
import type { Speakers } from './speakers.ts';
import type { Traffic } from './traffic.ts';

/** How many events of a plug may be queued before `queue()` waits. */
const HIGH_WATER = 10_000;

const SAFE: Promise<void> = Promise.resolve();
const ignore = (): void => undefined;

/** How much of a plug is queued, and who waits for it to be less. */
export class Backlog {
  queued = 0;
  waiting: (() => void)[] = [];

  /** Forgets what was queued: it will not be handed out. */
  clear(): void {
    this.queued = 0;
    for (const resume of this.waiting.splice(0)) resume();
  }
}

/** What the intake needs of the rest of the host. */
export interface IntakeHost {
  readonly traffic: Traffic;
  readonly committer: Committer;
  readonly speakers: Speakers;
  /** Whether events are to be journalled. */
  readonly lasting: boolean;
  /** Whether events are still taken: the host has not begun to close. */
  readonly taking: boolean;
  /** Whether nothing is taken any more, not even our own echoes: nobody would hand them out. */
  readonly halted: boolean;
  nextSequence(): number;
  /** Undefined for a plug that was removed. */
  backlog(plug: Plug): Backlog | undefined;
}

/** Takes events from the plugs: drops what came before, writes down what must not be lost, and queues it in its lane. */
export class Intake {
  readonly #host: IntakeHost;
  readonly #messages: Seen<Channel>;
  /** The edits, deletes, reactions and versions that were seen, each by its slot. */
  readonly #changes: Recent<Channel, string>;
  /** Of networks that can be asked for their past: a channel more costs a pointer. */
  readonly #newest = new WeakMap<Channel, string>();
  /** The channels of which something is still to be fetched, and the newest message that came there ahead of it. */
  readonly #doubted = new WeakMap<Channel, { newest: string | undefined }>();

  constructor(host: IntakeHost, remembered: number) {
    this.#host = host;
    this.#messages = new Seen(remembered);
    this.#changes = new Recent(remembered);
  }

  /** Remembers an event of the past as seen. */
  remember(channel: Channel, key: string): void {
    if (key.startsWith('m')) this.#messages.add(channel, key.slice(1));
    else this.#changes.set(channel, slotOf(key), key);
  }

  /** Queues an event; resolves once it is safe and there is room for more. */
  accept(event: ChatEvent, key: string | undefined): Promise<void> {
    const { taking, halted, traffic, lasting, committer } = this.#host;
    if (halted || (!taking && !event.self)) {
      if (event.plug.capabilities.history !== undefined) this.doubt(event.channel);
      return refusal(event, 'the host is closing and takes no more events');
    }
    const safe = this.#admit(event, key, false);
    // The one that came before may be on its way to the store still.
    if (safe === null) return lasting ? committer.sofar().promise() : SAFE;
    traffic.lane(event.channel).inbound.push(event, safe);
    const room = this.#count(event.plug);
    if (safe === undefined || safe.done) return room;
    const kept = room === SAFE ? safe.promise() : safe.promise().then(() => room);
    // Authors need not await: a store that refuses an event must not end the process as an unhandled rejection.
    kept.catch(ignore);
    return kept;
  }

  /** The same for an event that was fetched, and takes another way into its lane: null where it came before. */
  admit(event: ChatEvent, key: string | undefined): Batch | undefined | null {
    const safe = this.#admit(event, key, true);
    if (safe !== null) void this.#count(event.plug);
    return safe;
  }

  /** The id of the newest message that was queued in a channel, while this process remembers it. */
  newest(channel: Channel): string | undefined {
    return this.#newest.get(channel);
  }

  /** Nothing has come in a channel yet, and this is the newest message that is there. */
  startFrom(channel: Channel, id: string): void {
    if (!this.#newest.has(channel)) this.#newest.set(channel, id);
  }

  /** Something of a channel has not come and is to be fetched: what comes live meanwhile does not tell how far we have heard. */
  doubt(channel: Channel): void {
    if (!this.#doubted.has(channel)) this.#doubted.set(channel, { newest: undefined });
  }

  /** All of it has come. */
  trust(channel: Channel): void {
    const newest = this.#doubted.get(channel)?.newest;
    this.#doubted.delete(channel);
    if (newest !== undefined) this.#newest.set(channel, newest);
  }

  /** Remembers how far we have heard; gives whether an event came ahead of others. */
  #goOn(event: ChatEvent, fetched: boolean): boolean {
    const { channel, plug, history } = event;
    if (plug.capabilities.history === undefined) return false;
    // What a plug tells of the past by itself is held as well, and there may be more.
    const doubted = fetched ? undefined : this.#doubted.get(channel);
    if (event.type !== 'message') return doubted !== undefined;
    // The host has made it: what others said before may still be under way.
    const made = !history && event.self && plug.capabilities.echo === 'none';
    if (doubted === undefined && !made) this.#newest.set(channel, event.ref.id);
    else if (doubted !== undefined && !made) doubted.newest = event.ref.id;
    return made || doubted !== undefined;
  }

  /** Drops it where it came before, else writes it down. */
  #admit(event: ChatEvent, key: string | undefined, fetched: boolean): Batch | undefined | null {
    const { lasting, traffic, committer } = this.#host;
    if (this.#repeated(event)) return null;
    this.#host.speakers.heard(event);
    if (key !== undefined) (event as Marked)[echoKey] = key;
    const ahead = this.#goOn(event, fetched);
    if (!lasting) return undefined;
    const sequence = this.#host.nextSequence();
    (event as Marked)[journalled] = sequence;
    return committer.add({ op: 'event', event: toRecord(event, sequence, traffic.clock.now(), ahead) });
  }

  /** Queues an event that is in the journal already. */
  again(event: ChatEvent, sequence: number, doneBy: readonly string[]): void {
    (event as Marked)[journalled] = sequence;
    if (doneBy.length > 0) (event as Marked)[finishedBy] = new Set(doneBy);
    this.#host.traffic.lane(event.channel).inbound.push(event, undefined);
    void this.#count(event.plug);
  }

  /** An event is through. */
  finished({ plug }: ChatEvent): void {
    const backlog = this.#host.backlog(plug);
    if (backlog === undefined) return;
    backlog.queued -= 1;
    if (backlog.queued > HIGH_WATER / 2 || backlog.waiting.length === 0) return;
    const { waiting } = backlog;
    backlog.waiting = [];
    for (const resume of waiting) resume();
  }

  #count(plug: Plug): Promise<void> {
    const backlog = this.#host.backlog(plug);
    if (backlog === undefined) return SAFE;
    backlog.queued += 1;
    if (backlog.queued <= HIGH_WATER) return SAFE;
    const { waiting } = backlog;
    return new Promise((resume) => waiting.push(resume));
  }

  #repeated(event: ChatEvent): boolean {
    const { channel } = event;
    if (event.type === 'message' && event.revision === event.ref.id) return !this.#messages.add(channel, event.ref.id);
    const key = identity(event);
    if (key === undefined) return false;
    const slot = slotOf(key);
    const before = this.#changes.get(channel, slot);
    this.#changes.set(channel, slot, key);
    return before === key;
  }
}

/** An event is not taken. Authors need not await: it must not end the process as an unhandled rejection. */
export function refusal(event: ChatEvent, why: string): Promise<never> {
  const refused = Promise.reject(new NotConnectedError(`${event.channel}: ${why}; do not acknowledge this event`));
  refused.catch(ignore);
  return refused;
}
