import type { ChannelRef, MessageRef } from '../model/refs.ts';

/** Any value that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One event in the journal. */
export interface EventRecord {
  /** Its place in the order of the host, from 1; never used twice. */
  readonly sequence: number;
  readonly channel: ChannelRef;
  readonly type: string;
  /** What the same event would have again: type, id and revision; absent where an event has no identity. */
  readonly identity?: string;
  /** When it was queued, in milliseconds since 1970. */
  readonly at: number;
  /** The event, without its plug and channel. */
  readonly data: Json;
  /** Whether every hook has finished with it. */
  readonly done: boolean;
  /** The hooks that have finished with it while others have not; empty once it is done. */
  readonly doneBy: readonly string[];
}

/** What may become of a row of the outbox. */
export type RowState = 'pending' | 'sending' | 'sent' | 'uncertain' | 'dead';

/** One message, edit, delete or reaction on its way to one channel. */
export interface OutboxRow {
  /** Its place in the order of the host, from 1; never used twice. */
  readonly id: number;
  /** The idempotency key. */
  readonly key: string;
  readonly channel: ChannelRef;
  readonly state: RowState;
  /** What is to be done, as JSON. */
  readonly action: Json;
  /** How, as JSON. */
  readonly options: Json;
  /** The bridged message that this is a copy of or an action on: see `LinkRecord.family`. */
  readonly family?: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** When it was posted, in milliseconds since 1970. */
  readonly at: number;
  /** When it came to its present state, in milliseconds since 1970. */
  readonly changedAt: number;
  /** The physical messages it has become so far. */
  readonly refs: readonly MessageRef[];
  /** Why it is uncertain or dead, for people. */
  readonly reason?: string;
}

/** One message in one channel, as a member of the family of all copies of one original. */
export interface LinkRecord {
  /** Names the family: the `refKey` of the original. */
  readonly family: string;
  readonly channel: ChannelRef;
  /** The ids of its physical messages there; empty while it is on its way. */
  readonly ids: readonly string[];
  /** Whether this is the message that the others are copies of. */
  readonly original: boolean;
  /** What was meant, as JSON; so that an echo after a restart still carries it. */
  readonly message?: Json;
  /** How often it was edited; 0 at first. */
  readonly version: number;
  readonly deleted: boolean;
  /** In milliseconds since 1970; what is old is swept. */
  readonly at: number;
}

/** One change to a store. */
export type Write =
  | { readonly op: 'event'; readonly event: EventRecord }
  /** Every hook (`hook` absent) or one hook has finished with an event. */
  | { readonly op: 'event-done'; readonly sequence: number; readonly hook?: string }
  /** Adds a row, or replaces the one of that id. */
  | { readonly op: 'row'; readonly row: OutboxRow }
  | { readonly op: 'row-change'; readonly id: number; readonly change: RowChange }
  | { readonly op: 'row-remove'; readonly id: number }
  /** Adds a link, or replaces the one of that family and channel. */
  | { readonly op: 'link'; readonly link: LinkRecord }
  /** Everything known of one channel becomes known of another: links, rows, events. */
  | { readonly op: 'migrate'; readonly from: ChannelRef; readonly to: ChannelRef }
  | { readonly op: 'set'; readonly table: string; readonly key: string; readonly value: Json }
  | { readonly op: 'unset'; readonly table: string; readonly key: string };

/** What of a row may change. */
export type RowChange = Partial<
  Pick<OutboxRow, 'state' | 'attempts' | 'refs' | 'reason' | 'changedAt' | 'action' | 'options'>
>;

/** Which rows are asked for; all that is given must fit. In order of their ids. */
export interface RowQuery {
  readonly state?: RowState | readonly RowState[];
  readonly channel?: ChannelRef;
  readonly family?: string;
  /** Only rows with a greater id: the last of the page before. */
  readonly after?: number;
  /** The most rows to give. Default 100. */
  readonly limit?: number;
}

/** Which events are asked for; all that is given must fit. In order of their sequence. */
export interface EventQuery {
  readonly done?: boolean;
  readonly channel?: ChannelRef;
  /** Queued at or after this moment, in milliseconds since 1970. */
  readonly from?: number;
  /** Queued before this moment, in milliseconds since 1970. */
  readonly to?: number;
  /** Only events with a greater sequence: the last of the page before. */
  readonly after?: number;
  /** The most events to give. Default 100. */
  readonly limit?: number;
}

/** How many rows are in each state now. */
export type OutboxCounts = { readonly [S in RowState]: number };

/**
 * How often each has happened since the store began. A store counts the row-changes that name a state: `pending` is
 * `retried`, `sending` is not counted.
 */
export interface OutboxTotals {
  readonly sent: number;
  readonly retried: number;
  readonly uncertain: number;
  readonly dead: number;
}

/** What a store knows when it is opened. */
export interface StoreSummary {
  /** The greatest sequence, row id or 0 that was ever given out. */
  readonly lastSequence: number;
  readonly counts: OutboxCounts;
  readonly totals: OutboxTotals;
}

/** How much of the past a store keeps. */
export interface Retention {
  /** Finished events, sent rows and families of links that are older than this go, in milliseconds. */
  readonly maxAgeMs: number;
  /** At most so many of each are kept: the newest. What is not finished stays, however much it is. */
  readonly maxCount: number;
}
