import type { PlugState } from '../lifecycle/state.ts';
import { type StateDetails, Supervisor } from '../lifecycle/supervisor.ts';
import type { Receipt } from '../model/receipt.ts';
import { Fence } from '../order/fence.ts';
import type { LaneNetwork } from '../order/lane.ts';
import type { LaneOwner } from '../order/lane-owner.ts';
import { Rate } from '../order/rate.ts';
import type { Action, DegradeOptions, Posted, PostOptions } from '../plug/delivery.ts';
import type { PlugInside } from '../plug/facets.ts';
import { type Outlet, plugState } from '../plug/outlet.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import type { Core } from './core.ts';
import type { Dispatch } from './dispatch.ts';
import { Backlog, refusal } from './intake.ts';
import type { Posting } from './posting.ts';
import type { ChannelLane } from './traffic.ts';

/** What a connection needs of the rest of the host. */
export interface ConnectionHost {
  readonly core: Core;
  readonly dispatch: Dispatch;
  readonly posting: Posting;
  /** The plug came to another state: what is missed meanwhile is fetched when it is connected. */
  catchUpWith(plug: Plug, state: PlugState): void;
  stateChanged(plug: Plug, previous: PlugState, state: PlugState, details: StateDetails): void;
}

/** A plug in its host: the place where its events go, the gate of its lanes, and what keeps it running. */
export class Connection implements Outlet<Channel, ChatEvent>, LaneNetwork {
  readonly plug: Plug;
  readonly present = true;
  readonly enabled: boolean;
  readonly supervisor: Supervisor;
  readonly sharedFence: Fence | undefined;
  readonly spareLanes: ChannelLane[] = [];
  readonly backlog = new Backlog();
  /** Whether it is being removed: it takes no more events. */
  leaving = false;
  readonly #host: ConnectionHost;
  readonly #rates = new Map<Channel | undefined, Rate>();
  #open = false;

  constructor(host: ConnectionHost, plug: Plug, enabled: boolean) {
    this.#host = host;
    this.plug = plug;
    this.enabled = enabled;
    this.sharedFence = plug.capabilities.lock === 'plug' ? new Fence() : undefined;
    const inside = plug as unknown as PlugInside<Channel>;
    const { clock, limits } = host.core;
    this.supervisor = new Supervisor({
      name: plug.name,
      clock,
      target: { start: (signal) => inside.start(signal), stop: () => inside.stop() },
      startTimeoutMs: limits.openTimeoutMs,
      stopTimeoutMs: limits.closeTimeoutMs,
      onState: (state, details) => this.#become(state, details),
    });
  }

  get open(): boolean {
    return this.#open;
  }

  get inOrder(): boolean {
    return this.plug.capabilities.echo === 'none' && this.width > 1;
  }

  get width(): number {
    return this.plug.capabilities.pipeline ?? 1;
  }

  admit(lane: LaneOwner, puts: number, ready: () => void): boolean {
    const { rate } = this.plug.capabilities;
    if (rate === undefined) return true;
    const scope = rate.scope === 'channel' ? (lane as ChannelLane).channel : undefined;
    let limiter = this.#rates.get(scope);
    if (limiter === undefined) {
      this.#forgetIdleRates();
      limiter = new Rate(this.#host.core.clock, rate);
      this.#rates.set(scope, limiter);
    }
    return limiter.admit(puts, ready);
  }

  now(): number {
    return this.#host.core.clock.now();
  }

  accept(event: ChatEvent, key: string | undefined): Promise<void> {
    // The echo of what is still being sent belongs to it.
    if (this.leaving && !event.self) return refusal(event, 'the plug is being removed');
    return this.#host.core.intake.accept(event, key);
  }

  perform(channel: Channel, action: Action, options: DegradeOptions): Promise<Receipt> {
    return this.#host.dispatch.perform(channel, action, options);
  }

  post(channel: Channel, action: Action, options: PostOptions): Promise<Posted> {
    return this.#host.posting.post(channel, action, options);
  }

  status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    this.supervisor.status(state, cause);
  }

  warn(message: string, cause?: unknown): void {
    this.#host.core.logger.warn({ plug: this.plug.name, ...(cause !== undefined && { error: cause }) }, message);
  }

  /** Lets go of its timers. */
  close(): void {
    this.backlog.clear();
    for (const rate of this.#rates.values()) rate.close();
    this.#rates.clear();
  }

  /** Sends what has waited for the network. */
  wake(): void {
    for (const lane of this.#host.core.traffic.lanes()) {
      if (lane.channel?.plug === this.plug) lane.outbound.run();
    }
  }

  #become(state: PlugState, details: StateDetails): void {
    const previous = this.plug.state;
    const connected = state === 'connected' && state !== previous;
    // Before anything can be sent or handed out: lanes that have something to catch up with stand still until they have.
    if (state !== previous) this.#host.catchUpWith(this.plug, state);
    if (state !== previous) this.#host.core.speakers.lost(this.plug);
    this.#open = state === 'connected';
    if (state !== previous) this.plug[plugState].next(state);
    this.#host.stateChanged(this.plug, previous, state, details);
    if (connected) this.wake();
  }

  #forgetIdleRates(): void {
    if (this.#rates.size < 1000) return;
    for (const [scope, rate] of this.#rates) if (rate.idle) this.#rates.delete(scope);
  }
}
