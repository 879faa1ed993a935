import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Store } from '../store/store.ts';
import type { HostLimits } from './core.ts';

/** How a host is set up. */
export interface HostOptions extends Partial<HostLimits> {
  /** Where it keeps what must survive it. Default: `memoryStore()`, which survives nothing. */
  readonly store?: Store;
  /**
   * What happens while the store cannot write. `wait`, the default: nothing is handed out or sent before it is safe.
   * `continue`: everything goes on, is written as far as it can be kept until the store works again, and the log says that
   * nothing is durable meanwhile. So it is with a store that cannot be opened: `wait` keeps the host from opening; with
   * `continue` it does without until it is opened again.
   */
  readonly whileStoreFails?: 'wait' | 'continue';
  /**
   * Serves the files that a network cannot take and that have no address fit to be shown; opened, swept and closed with the
   * host. Default: none, and such files are named in the text.
   */
  readonly media?: MediaStore;
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger;
  /** Time and chance. Default: the machine's. */
  readonly clock?: Clock;
}

/** How a plug is added. */
export interface PlugOptions {
  /** Default true. */
  readonly enabled?: boolean;
}

/** How a hook is added. */
export interface HookOptions {
  /** A positive integer; lower goes first. Absent: after all that have one, in the order of adding. */
  readonly priority?: number;
  /** Default true. */
  readonly enabled?: boolean;
}
