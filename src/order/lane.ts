import { Fence } from './fence.ts';
import { InboundLane } from './inbound.ts';
import type { Gate, OutboundHost } from './job.ts';
import type { LaneOwner } from './lane-owner.ts';
import { OutboundLane } from './outbound.ts';
import type { InboundHost } from './steps.ts';

/** What a lane needs to know of its network. */
export interface LaneNetwork extends Gate {
  /** Shared by all lanes of a plug whose echoes may come back on another channel than they were sent to. */
  readonly sharedFence: Fence | undefined;
}

/** The serial order of one channel: its outgoing messages and the hand-out of its events. Lives while there is work. */
export class Lane<C, E> implements LaneOwner {
  readonly inbound: InboundLane<E>;
  readonly outbound: OutboundLane;
  /** Whose lane it is now; a lane without work is used again for another channel. */
  channel: C | undefined;
  /** Its neighbours among the lanes that have work. */
  previous: Lane<C, E> | undefined;
  next: Lane<C, E> | undefined;
  readonly #ownFence: Fence | undefined;
  readonly #rest: (lane: Lane<C, E>, idle: boolean) => void;

  /** `rest` is called when one of its sides has nothing more to do; `idle` when neither has. */
  constructor(
    host: InboundHost<E> & OutboundHost,
    network: LaneNetwork,
    rest: (lane: Lane<C, E>, idle: boolean) => void,
  ) {
    this.#ownFence = network.sharedFence === undefined ? new Fence() : undefined;
    const fence = network.sharedFence ?? (this.#ownFence as Fence);
    this.inbound = new InboundLane(host, fence, this);
    this.outbound = new OutboundLane(host, network, fence, this);
    this.#rest = rest;
  }

  idle(): void {
    if (this.channel === undefined) return;
    const clear = this.#ownFence?.clear !== false;
    this.#rest(this, clear && this.inbound.empty && this.outbound.empty);
  }
}
