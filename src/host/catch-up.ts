import { NotConnectedError } from '../errors.ts';
import { within } from '../lifecycle/within.ts';
import type { MessageRef } from '../model/refs.ts';
import { messageRef } from '../model/refs.ts';
import type { Arrival } from '../order/inbound.ts';
import type { HistoryQuery, PlugInside } from '../plug/facets.ts';
import { toEvent } from '../plug/incoming.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { ask } from '../store/ask.ts';
import type { Core } from './core.ts';
import { behind, echoKey, journalled, type Marked } from './marked.ts';

/** How much of the past is fetched after an outage. */
export interface CatchUpLimits {
  /** The most messages of one channel. Default 1000. */
  readonly maxCount: number;
  /** Nothing older than this, in milliseconds. Default one day. */
  readonly maxAgeMs: number;
}

/** How many channels of a plug are asked for at the same time. */
const AT_ONCE = 4;

/** How many messages are looked through for echoes where nothing is known of what was said before. */
const LAST = 100;

type Found = Arrival<ChatEvent>;

/** A channel whose lane stands still until it has caught up. */
interface Held {
  readonly channel: Channel;
  /** The last message before the outage; asked for at once, because what comes live moves it. */
  readonly since: Promise<MessageRef | undefined>;
}

/**
 * Fetches what was said while we were away: for each channel that hooks watch, everything since the last message we know
 * of, in order, before anything that came live. What cannot be had is told of in a `gap` event. Nothing is sent meanwhile:
 * what was fetched may show that it was sent before.
 */
export class CatchUp {
  readonly #core: Core;
  readonly #limits: CatchUpLimits;
  /** The channels that wait for their plug. */
  readonly #held = new Map<Plug, readonly Held[]>();
  /** The connections that are being caught up with. */
  readonly #running = new Map<Plug, AbortController>();

  constructor(core: Core, limits: CatchUpLimits) {
    this.#core = core;
    this.#limits = limits;
  }

  /** A plug is starting: what comes live from now on waits until it has caught up in these channels. */
  hold(plug: Plug, watched: readonly Channel[]): void {
    this.#running.get(plug)?.abort();
    if (plug.capabilities.history === undefined || this.#held.has(plug)) return;
    const channels = [...new Set([...watched, ...this.#core.unsettled.channels(plug)])];
    const held = channels.map((channel) => {
      const lane = this.#core.traffic.lane(channel);
      lane.inbound.hold();
      lane.outbound.hold();
      const since = this.#since(channel);
      this.#core.intake.doubt(channel);
      // Told of where it is awaited.
      since.catch(() => undefined);
      return { channel, since };
    });
    this.#held.set(plug, held);
  }

  /** The plug did not start after all. */
  release(plug: Plug): void {
    this.#running.get(plug)?.abort();
    const held = this.#held.get(plug) ?? [];
    this.#held.delete(plug);
    for (const { channel } of held) this.#go(channel, []);
  }

  /** The plug has connected: catches up in the channels that are held, and lets their lanes go on. */
  async run(plug: Plug): Promise<void> {
    const waiting = [...(this.#held.get(plug) ?? [])];
    this.#held.delete(plug);
    const controller = new AbortController();
    this.#running.set(plug, controller);
    const next = async (): Promise<void> => {
      for (let held = waiting.shift(); held !== undefined; held = waiting.shift()) {
        await this.#channel(held, controller.signal);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    if (this.#running.get(plug) === controller) this.#running.delete(plug);
  }

  async #channel({ channel, since }: Held, signal: AbortSignal): Promise<void> {
    const found: Found[] = [];
    try {
      if (!signal.aborted) await this.#fetch(channel, await since, found, signal);
      if (!signal.aborted) this.#core.intake.trust(channel);
    } catch (error) {
      // When the connection is gone, the next one will fetch the rest.
      if (!signal.aborted) found.push(this.#failed(channel, error));
    }
    this.#go(channel, found, signal.aborted);
  }

  #failed(channel: Channel, error: unknown): Found {
    this.#core.intake.trust(channel);
    this.#core.logger.warn(
      { channel: String(channel), error },
      `${channel}: what was said meanwhile could not be fetched`,
    );
    return this.#gap(channel, undefined, error instanceof Error ? error.message : String(error));
  }

  /** Lets a channel go on; after an abort, only as far as it was held again meanwhile. */
  #go(channel: Channel, found: readonly Found[], aborted: boolean = false): void {
    const lane = this.#core.traffic.lane(channel);
    lane.inbound.release(found, aborted);
    lane.outbound.release();
  }

  async #since(channel: Channel): Promise<MessageRef | undefined> {
    const id = this.#core.intake.newest(channel);
    if (id !== undefined) return messageRef(channel.ref, id);
    const { store, clock } = this.#core;
    return store.lasting ? await ask(clock, () => store.lastMessage(channel.ref)) : undefined;
  }

  async #fetch(channel: Channel, after: MessageRef | undefined, found: Found[], signal: AbortSignal): Promise<void> {
    const { clock, unsettled } = this.#core;
    const { maxCount, maxAgeMs } = this.#limits;
    if (after === undefined) {
      await this.#startFrom(channel);
      if (!unsettled.channels(channel.plug).includes(channel)) return;
      // What was said before we came is nobody's business, but for what we said.
      for await (const event of this.#past(channel, { limit: LAST }, signal)) {
        if (unsettled.match(event) !== undefined) this.#take(event, found);
      }
      return;
    }
    const oldest = clock.now() - maxAgeMs;
    let count = 0;
    let tooOld = 0;
    // Written down in its place, so that it is handed out again there, and told of also where the connection goes meanwhile.
    const tellTooOld = (): void => {
      if (tooOld > 0) found.push(this.#gap(channel, after, `${tooOld} messages are older than ${maxAgeMs} ms`));
      tooOld = 0;
    };
    for await (const event of this.#past(channel, { after, limit: maxCount + 1 }, signal)) {
      count += 1;
      if (count > maxCount) break;
      if (event.at.getTime() < oldest && unsettled.match(event) === undefined) tooOld += 1;
      else {
        tellTooOld();
        this.#take(event, found);
      }
    }
    tellTooOld();
    if (count > maxCount) found.push(this.#gap(channel, after, `there are more than ${maxCount} messages`));
  }

  /** Nothing has come here yet: where the network tells what is the newest, the next outage begins there. */
  async #startFrom(channel: Channel): Promise<void> {
    const { clock, limits, intake } = this.#core;
    const inside = channel.plug as unknown as PlugInside<Channel>;
    const timeout = (): NotConnectedError => new NotConnectedError(`${channel}: the network does not answer`);
    const asked = within(clock, limits.sendTimeoutMs, () => inside.getInfo?.(channel), { timeout });
    const info = await Promise.resolve(asked).catch(() => undefined);
    if (info?.newest !== undefined) intake.startFrom(channel, info.newest);
  }

  /** What a network says was said; ends with the connection, or when no answer comes. */
  async *#past(channel: Channel, query: HistoryQuery, signal: AbortSignal): AsyncIterable<ChatEvent> {
    const { clock, limits } = this.#core;
    const { plug } = channel;
    const timeout = (): NotConnectedError => new NotConnectedError(`${channel}: the network does not answer`);
    const history = (plug as unknown as PlugInside<Channel>).getHistory?.(channel, query);
    const pages = history?.[Symbol.asyncIterator]();
    for (;;) {
      const step = await within(clock, limits.sendTimeoutMs, () => pages?.next(), { signal, timeout });
      if (step === undefined || step.done === true) return;
      const event = toEvent<Plug, Channel>(plug, { ...step.value, history: true }, clock.now());
      const { key } = step.value;
      if (key !== undefined) (event as Marked)[echoKey] = key;
      yield event;
    }
  }

  #take(event: ChatEvent, found: Found[]): void {
    this.#place(event);
    const safe = this.#core.intake.admit(event, (event as Marked)[echoKey]);
    if (safe !== null) found.push({ event, safe });
    // It came live while the past was fetched: then all that came before it live comes before what follows it here.
    else found.push(...this.#core.traffic.lane(event.channel).inbound.takeHeld((live) => isSame(live, event)));
  }

  /** What is held was written down before it, and comes behind it: after a restart, too. What was let go stays before it. */
  #place(event: ChatEvent): void {
    const held = this.#core.traffic.lane(event.channel).inbound.firstHeld as Marked | undefined;
    if (held?.[journalled] !== undefined) (event as Marked)[behind] = held[journalled] - 1;
  }

  #gap(channel: Channel, since: MessageRef | undefined, reason: string): Found {
    const gap = { type: 'gap', channel, reason, ...(since && { since }) } as const;
    const event = toEvent<Plug, Channel>(channel.plug, gap, this.#core.clock.now());
    this.#place(event);
    return { event, safe: this.#core.intake.admit(event, undefined) ?? undefined };
  }
}

function isSame(live: ChatEvent, event: ChatEvent): boolean {
  return live.type === 'message' && event.type === 'message' && live.ref.id === event.ref.id;
}
