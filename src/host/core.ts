import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { Ledger } from '../order/ledger.ts';
import type { Channel } from '../plug/plug.ts';
import type { Committer } from '../store/committer.ts';
import type { Store } from '../store/store.ts';
import type { Intake } from './intake.ts';
import type { Links } from './links.ts';
import type { OwnSends } from './own-sends.ts';
import type { Rows } from './rows.ts';
import type { FileServer } from './served-files.ts';
import type { Speakers } from './speakers.ts';
import type { Traffic } from './traffic.ts';
import type { UnsettledSends } from './unsettled.ts';

/** How a host is set up; docs/options.md tells when to change what. Times are in milliseconds. */
export interface HostLimits {
  /** How long `open()` waits for the plugs and hooks to start. Those that are slower go on starting. Default 30 s. */
  readonly openTimeoutMs: number;
  /** How long `close()` goes on sending and handing out. Default 10 s. */
  readonly closeTimeoutMs: number;
  /** When to warn about a hook that holds up its channel. Default 5 s. */
  readonly slowHookMs: number;
  /** When a hook is given up for an event. Default 60 s. */
  readonly hookTimeoutMs: number;
  /** When a `send()` is given up that the network does not answer or cannot be reached for. Default 60 s. */
  readonly sendTimeoutMs: number;
  /** When a posted message that could not be delivered is dead. Default one day. */
  readonly maxAgeMs: number;
  /** How many messages of a channel are fetched after an outage, at most. Default 1000. */
  readonly catchUpCount: number;
  /** How old a message may be that is fetched after an outage. Default one day. */
  readonly catchUpAgeMs: number;
}

/** The limits where none are given. */
export const defaultLimits: HostLimits = {
  openTimeoutMs: 30_000,
  closeTimeoutMs: 10_000,
  slowHookMs: 5000,
  hookTimeoutMs: 60_000,
  sendTimeoutMs: 60_000,
  maxAgeMs: 86_400_000,
  catchUpCount: 1000,
  catchUpAgeMs: 86_400_000,
};

/** The parts of a host that work together. */
export interface Core {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: HostLimits;
  readonly store: Store;
  readonly committer: Committer;
  readonly traffic: Traffic;
  readonly ledger: Ledger<Channel>;
  readonly links: Links;
  readonly rows: Rows;
  readonly intake: Intake;
  readonly unsettled: UnsettledSends;
  readonly ownSends: OwnSends;
  readonly speakers: Speakers;
  /** Serves files that have no address; absent where no media store is configured. */
  readonly files: FileServer | undefined;
  /** Whether the store is open. */
  readonly ready: boolean;
  /** Something went wrong in a hook; it is told to whoever watches. */
  hookFailed(hook: string, error: Error): void;
  /** A number that was never given out before: the place of an event or row in the order of the host. */
  nextSequence(): number;
  /** An idempotency key that was never given out before. */
  nextKey(): string;
}
