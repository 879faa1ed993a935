import { HookError, PlugError, type TielineError } from '../errors.ts';
import type { Clock } from '../lifecycle/clock.ts';
import { Settling } from '../order/fence.ts';
import type { OutboundHost } from '../order/job.ts';
import { Lane, type LaneNetwork } from '../order/lane.ts';
import type { InboundHost } from '../order/steps.ts';
import { Turns } from '../order/turns.ts';
import { laneSlot } from '../plug/outlet.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { compile, type HookCalls, toChanged } from './pipeline.ts';

/** A channel's lane. */
export type ChannelLane = Lane<Channel, ChatEvent>;

/** How long things may take, in milliseconds. */
export interface Patience {
  readonly slowHookMs: number;
  readonly hookTimeoutMs: number;
  readonly sendTimeoutMs: number;
}

/** What the lanes need of the rest of the host. */
export interface TrafficHandlers {
  network(channel: Channel): LaneNetwork & { readonly spareLanes: ChannelLane[] };
  recognise(event: ChatEvent): ChatEvent;
  finished(queued: ChatEvent, event: ChatEvent | null): void;
  hookFailed(hook: string, error: Error): void;
  hookSlow(hook: string, event: ChatEvent): void;
  /** Time has passed: what waits beside the lanes may have waited too long. */
  checked(): void;
}

/** How many lanes of a plug are kept for the next channels that need one. */
const SPARE = 64;

/** All lanes that have work, and the watch over how long they have been waiting. */
export class Traffic implements InboundHost<ChatEvent>, OutboundHost {
  readonly clock: Clock;
  readonly turns: Turns;
  readonly settling: Settling;
  pipeline: HookCalls = compile([], () => undefined);
  tick = 0;
  /** Called when a side of a lane has nothing more to do. */
  onRest: (() => void) | undefined;
  readonly #handlers: TrafficHandlers;
  readonly #patience: Patience;
  readonly #tickMs: number;
  #first: ChannelLane | undefined;
  #cancelTick: (() => void) | undefined;
  readonly #timers = new Set<() => void>();

  constructor(clock: Clock, patience: Patience, handlers: TrafficHandlers) {
    this.clock = clock;
    this.turns = new Turns(clock);
    this.settling = new Settling(clock);
    this.#handlers = handlers;
    this.#patience = patience;
    this.#tickMs = Math.max(1, Math.min(patience.slowHookMs, patience.hookTimeoutMs, patience.sendTimeoutMs) / 4);
  }

  /** The lane of a channel; made if it has none. */
  lane(channel: Channel): ChannelLane {
    const present = channel[laneSlot] as ChannelLane | undefined;
    if (present !== undefined) return present;
    const network = this.#handlers.network(channel);
    const lane = network.spareLanes.pop() ?? new Lane(this, network, this.#rest);
    lane.channel = channel;
    channel[laneSlot] = lane;
    lane.next = this.#first;
    if (this.#first !== undefined) this.#first.previous = lane;
    this.#first = lane;
    if (this.#cancelTick === undefined) this.#arm();
    return lane;
  }

  /** Something to a channel has turned out to have been sent: its lane may have nothing left to wait for. */
  awake(channel: Channel): void {
    (channel[laneSlot] as ChannelLane | undefined)?.outbound.awake();
  }

  readonly #rest = (lane: ChannelLane, idle: boolean): void => {
    if (this.onRest !== undefined) this.onRest();
    if (!idle) return;
    const channel = lane.channel as Channel;
    const isOurs = channel[laneSlot] === lane;
    lane.channel = undefined;
    if (isOurs) channel[laneSlot] = undefined;
    if (lane.previous === undefined) this.#first = lane.next;
    else lane.previous.next = lane.next;
    if (lane.next !== undefined) lane.next.previous = lane.previous;
    lane.previous = undefined;
    lane.next = undefined;
    if (!isOurs) return;
    const { spareLanes } = this.#handlers.network(channel);
    if (spareLanes.length < SPARE) spareLanes.push(lane);
  };

  /** A plug was removed: hooks finish what they have of it, in lanes that nothing more comes into if it is added again. */
  part(plug: Plug): void {
    for (const { channel } of this.lanes()) if (channel?.plug === plug) channel[laneSlot] = undefined;
  }

  /** The lanes that have work now. */
  lanes(): readonly ChannelLane[] {
    const lanes: ChannelLane[] = [];
    for (let lane = this.#first; lane !== undefined; lane = lane.next) lanes.push(lane);
    return lanes;
  }

  /** Whether no lane has work. */
  get quiet(): boolean {
    return this.#first === undefined;
  }

  after(ms: number, callback: () => void): void {
    const cancel = this.clock.after(ms, () => {
      this.#timers.delete(cancel);
      callback();
    });
    this.#timers.add(cancel);
  }

  recognise(event: ChatEvent): ChatEvent {
    return this.#handlers.recognise(event);
  }

  changed(before: ChatEvent, result: unknown): ChatEvent | null {
    return toChanged(before, result);
  }

  finished(queued: ChatEvent, event: ChatEvent | null): void {
    this.#handlers.finished(queued, event);
  }

  failed(hook: string, event: ChatEvent, error: unknown): void {
    const text = `hook ${hook} threw for one event of ${event.channel}`;
    this.#handlers.hookFailed(hook, new HookError(text, { cause: error }));
  }

  gaveUp(hook: string, event: ChatEvent): void {
    const text = `hook ${hook} was given up for one event of ${event.channel} after ${this.#patience.hookTimeoutMs} ms`;
    this.#handlers.hookFailed(hook, new HookError(text));
  }

  /**
   * Ends what has not been sent, of one plug or of all; of all: hands out nothing more, and stops the watch and every timer
   * too. Gives how many events no hook, or not every hook, has finished.
   */
  close(error: TielineError, plug?: Plug): number {
    for (const lane of this.lanes()) {
      if (plug === undefined || lane.channel?.plug === plug) lane.outbound.close((job) => job.cancel(error));
    }
    if (plug !== undefined) return 0;
    let unfinished = 0;
    for (const { inbound } of this.lanes()) unfinished += inbound.close();
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    return unfinished;
  }

  #arm(): void {
    this.#cancelTick = this.clock.after(this.#tickMs, () => {
      this.#cancelTick = undefined;
      this.tick += 1;
      this.#check();
      if (this.#first !== undefined) this.#arm();
    });
  }

  #check(): void {
    const { slowHookMs, hookTimeoutMs, sendTimeoutMs } = this.#patience;
    const ticks = (ms: number): number => Math.ceil(ms / this.#tickMs);
    for (const lane of this.lanes()) {
      const { channel, inbound, outbound } = lane;
      const slow = (hook: string, event: ChatEvent): void => this.#handlers.hookSlow(hook, event);
      inbound.check(this.tick, ticks(slowHookMs), ticks(hookTimeoutMs), slow);
      outbound.check(
        this.tick,
        ticks(sendTimeoutMs),
        () => new PlugError(`${channel}: put() took longer than ${sendTimeoutMs} ms`),
      );
    }
    this.#handlers.checked();
  }
}
