import type { TielineError } from '../errors.ts';
import type { Delivery } from '../hook/hook.ts';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Copy } from '../order/ledger.ts';
import type { Safe } from '../order/safe.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import type { Operations, Target } from './operation.ts';

/** What an outgoing message, `O`, needs of the rest of the host. */
export interface OutgoingHost<O> {
  /** Whether any hook has a `beforeSend`. */
  readonly hooksSend: boolean;
  /** Runs `beforeSend` of all hooks; null: dropped. */
  beforeSend(delivery: Delivery): Awaitable<Delivery | null>;
  /** Works out the calls of the plug. @throws TielineError where it cannot be done */
  plan(outgoing: O, action: Action): Awaitable<{ readonly operations: Operations; readonly target?: Target }>;
  /** Whether it is told of later, together with others: then it leaves its lane, and is concluded by whoever does. */
  gathers(outgoing: O, operations: Operations): boolean;
  /** Puts it into the lane of another channel. */
  reroute(outgoing: O): void;
  /** It is about to be sent: gives what has to be written down first. */
  leaving(outgoing: O): Safe | undefined;
  /** It was sent, all of it. */
  sent(outgoing: O): Safe | undefined;
  /** One of several parts was sent. */
  partSent(outgoing: O): void;
  /** It will not be sent, or not by this process. */
  given(outgoing: O, error: TielineError): void;
  /** An attempt failed: whether there is to be another, in how many milliseconds. */
  retry(outgoing: O, error: TielineError): number | undefined;
  /** Whether something that waits has waited too long; then the error that says so. */
  expired(outgoing: O): TielineError | undefined;
  now(): number;
  /** An id of ours is known: from now on an event with it is an echo. */
  record(copy: Copy<Channel>, ids: readonly string[]): void;
  /** The ids of one of its parts are known. */
  took(outgoing: O, index: number, ids: readonly string[]): void;
}

/** What tells one outgoing message from another. */
export interface Identity {
  readonly key: string;
  readonly row?: number;
  readonly copy?: Copy<Channel> | undefined;
  readonly about?: Copy<Channel> | undefined;
  readonly at?: number;
}
