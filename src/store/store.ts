import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { ChannelRef, MessageRef } from '../model/refs.ts';
import type { EventQuery, EventRecord, Json, LinkRecord, OutboxRow, RowQuery, StoreSummary, Write } from './records.ts';

/**
 * Where a host keeps what must survive it: the journal of events, the outbox, the links between copies, and the hooks' own
 * tables. A host owns its store alone.
 *
 * An author writes plain storage and no policy: the host gives out ids and sequences, decides what is written, and gathers
 * all that happens within one tick into one {@link commit}. `storeContract` of `tieline/testing` tests an implementation.
 */
export interface Store {
  /** Names the kind, for logs: `memory`, `sqlite`. */
  readonly name: string;
  /** Whether what is committed outlives the process. Events are journalled only where it does. */
  readonly lasting: boolean;

  /**
   * Opens, migrating what an older version left behind. May be called again after `close()`.
   * @throws StoreError where another host has it open, or it cannot be read or written
   */
  open(): Promise<StoreSummary>;
  /** Lets go of everything; safe to call twice. */
  close(): Promise<void>;

  /**
   * Makes all changes, in order, or none. A store that needs no time may return nothing instead of a promise.
   * Calls may overlap; later ones must not overtake earlier ones.
   * @throws StoreError: then nothing of the batch was written, unless its `certain` is false. The same array is given again
   * then, and it is the store that finds out whether it was written. Where `retryable` is false, the batch is at fault and
   * is not given again; what is thrown at once, and not by a promise, is never tried again either.
   */
  commit(batch: readonly Write[]): Awaitable<void>;

  events(query: EventQuery): Promise<readonly EventRecord[]>;
  /** The identities of the newest journalled events, newest first: what a repeated event is recognised by. */
  identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]>;
  /**
   * The newest message that was journalled in a channel: where catching up begins. Those with `ahead: true` in their data do
   * not count, since others are still to be fetched that come before them; but the first of them does, where there is none
   * but such.
   */
  lastMessage(channel: ChannelRef): Promise<MessageRef | undefined>;
  rows(query: RowQuery): Promise<readonly OutboxRow[]>;
  /** The channels that have rows which are pending, sending or uncertain. */
  busyChannels(): Promise<readonly ChannelRef[]>;
  /** Whether a row of that key was posted to that channel and is still remembered. */
  row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined>;
  /** All members of the family that a physical message belongs to. */
  family(ref: MessageRef): Promise<readonly LinkRecord[]>;
  /** Members of the newest families, oldest first, at most `limit` links. */
  links(limit: number): Promise<readonly LinkRecord[]>;

  get(table: string, key: string): Promise<Json | undefined>;
  /** The entries whose keys begin with `prefix` and come after `after`, in order of the keys, at most `limit`. */
  entries(
    table: string,
    query: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]>;

  /** Removes a little of what its retention no longer keeps; gives whether there is more. Never blocks for long. */
  sweep(now: number): Promise<boolean>;
}
