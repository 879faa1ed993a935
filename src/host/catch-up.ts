import type { MessageRef } from '../model/refs.ts';
import { messageRef } from '../model/refs.ts';
import type { Safe } from '../order/inbound.ts';
import { toEvent } from '../plug/incoming.ts';
import type { PlugInside } from '../plug/facets.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import type { Core } from './core.ts';

/** How much of the past is fetched after an outage. */
export interface CatchUpLimits {
  /** The most messages of one channel. Default 1000. */
  readonly maxCount: number;
  /** Nothing older than this, in milliseconds. Default one day. */
  readonly maxAgeMs: number;
}

/** How many channels of a plug are asked for at the same time. */
const AT_ONCE = 4;

interface Found {
  readonly event: ChatEvent;
  readonly safe: Safe | undefined;
}

/**
 * Fetches what was said while we were away: for each channel that hooks watch, everything since the last message we know
 * of, in order, before anything that came live. What cannot be had is told of in a `gap` event.
 */
export class CatchUp {
  readonly #core: Core;
  readonly #limits: CatchUpLimits;
  /** The channels that wait for their plug. */
  readonly #held = new Map<Plug, readonly Channel[]>();

  constructor(core: Core, limits: CatchUpLimits) {
    this.#core = core;
    this.#limits = limits;
  }

  /** A plug is starting: what comes live from now on waits until it has caught up in these channels. */
  hold(plug: Plug, channels: readonly Channel[]): void {
    if (plug.capabilities.history === undefined || channels.length === 0) return;
    for (const channel of channels) {
      const lane = this.#core.traffic.lane(channel);
      lane.inbound.hold();
      lane.outbound.hold();
    }
    this.#held.set(plug, channels);
  }

  /** The plug did not start after all. */
  release(plug: Plug): void {
    const channels = this.#held.get(plug) ?? [];
    this.#held.delete(plug);
    for (const channel of channels) this.#go(channel, []);
  }

  /** The plug has connected: catches up in the channels that are held, and lets their lanes go on. */
  async run(plug: Plug): Promise<void> {
    const waiting = [...(this.#held.get(plug) ?? [])];
    this.#held.delete(plug);
    const next = async (): Promise<void> => {
      for (let channel = waiting.shift(); channel !== undefined; channel = waiting.shift()) await this.#channel(channel);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  async #channel(channel: Channel): Promise<void> {
    const found: Found[] = [];
    try {
      const since = await this.#since(channel);
      if (since !== undefined) await this.#fetch(channel, since, found);
    } catch (error) {
      this.#core.logger.warn({ channel: String(channel), error }, `${channel}: what was said meanwhile could not be fetched`);
      found.push(this.#gap(channel, undefined, error instanceof Error ? error.message : String(error)));
    }
    this.#go(channel, found);
  }

  #go(channel: Channel, found: readonly Found[]): void {
    const lane = this.#core.traffic.lane(channel);
    lane.inbound.release(found);
    lane.outbound.release();
  }

  async #since(channel: Channel): Promise<MessageRef | undefined> {
    const id = this.#core.intake.newest(channel);
    if (id !== undefined) return messageRef(channel.ref, id);
    return this.#core.store.lasting ? await this.#core.store.lastMessage(channel.ref) : undefined;
  }

  async #fetch(channel: Channel, after: MessageRef, found: Found[]): Promise<void> {
    const { clock, intake } = this.#core;
    const { maxCount, maxAgeMs } = this.#limits;
    const plug = channel.plug as unknown as PlugInside<Channel>;
    const oldest = clock.now() - maxAgeMs;
    let count = 0;
    let tooOld = 0;
    for await (const queued of plug.getHistory?.(channel, { after, limit: maxCount + 1 }) ?? []) {
      count += 1;
      if (count > maxCount) break;
      const event = toEvent<Plug, Channel>(channel.plug, { ...queued, history: true }, clock.now());
      if (event.at.getTime() < oldest) tooOld += 1;
      else {
        const safe = intake.admit(event, queued.key);
        if (safe !== null) found.push({ event, safe });
      }
    }
    if (tooOld > 0) found.unshift(this.#gap(channel, after, `${tooOld} messages are older than ${maxAgeMs} ms`));
    if (count > maxCount) found.push(this.#gap(channel, after, `there are more than ${maxCount} messages`));
  }

  #gap(channel: Channel, since: MessageRef | undefined, reason: string): Found {
    const gap = { type: 'gap', channel, reason, ...(since && { since }) } as const;
    const event = toEvent<Plug, Channel>(channel.plug, gap, this.#core.clock.now());
    return { event, safe: this.#core.intake.admit(event, undefined) ?? undefined };
  }
}
