import type { PlugState } from '../lifecycle/state.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { Receipt } from '../model/receipt.ts';
import type { User } from '../model/user.ts';
import type { Action, DegradeOptions, Posted, PostOptions } from './delivery.ts';

/** The key under which a plug keeps the host it is in. Not part of the public API. */
export const outlet: unique symbol = Symbol('tieline.outlet');

/** The key under which a channel keeps its lane while it has one. Not part of the public API. */
export const laneSlot: unique symbol = Symbol('tieline.lane');

/** The key under which a plug keeps its state for the host to change. Not part of the public API. */
export const plugState: unique symbol = Symbol('tieline.state');

/** The host, as a plug and its channels see it. */
export interface Outlet<C, E> {
  /** Whether the plug is in a host at all. */
  readonly present: boolean;
  now(): number;
  /** Takes an event; resolves once it is safe. */
  accept(event: E, key: string | undefined): Promise<void>;
  perform(channel: C, action: Action, options: DegradeOptions): Promise<Receipt>;
  post(channel: C, action: Action, options: PostOptions): Promise<Posted>;
  status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void;
  /** Tells of a fault that stops nothing. */
  warn(message: string, cause?: unknown): void;
}

/** What a channel needs to know of its plug. */
export interface ChannelOwner<C> {
  readonly name: string;
  readonly networkId: string;
  readonly state: PlugState;
  readonly capabilities: Capabilities;
  readonly self?: User;
  readonly [outlet]: Outlet<C, never>;
}
