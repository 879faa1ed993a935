import type { Awaitable } from '../../lifecycle/awaitable.ts';
import { type ChannelRef, channelRef, type MessageRef, messageRef, refKey } from '../../model/refs.ts';
import type { EventRecord, LinkRecord, OutboxRow, Retention, Write } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';

/** A store to be tested, not open. */
export interface StoreFixture {
  readonly store: Store;
  /**
   * Another store on the same data, not open: what another process, or this one after a restart, would have. Required of
   * stores that last.
   */
  again?(): Awaitable<Store>;
  /** Takes away what is left on disk, once everything is closed. */
  dispose?(): Awaitable<void>;
}

/** What {@link storeContract} is given. */
export interface StoreContractOptions {
  /** The test runner's own. */
  readonly describe: (title: string, body: () => void) => unknown;
  /** The test runner's own; the last argument is how long the test may take, for runners that want to know. */
  readonly it: (title: string, body: () => Promise<void>, timeoutMs: number) => unknown;
  /** The store's name, for the titles. */
  readonly name: string;
  /** Makes an empty store that keeps what `retention` says, and by default no less than the newest 1,000 of each. */
  create(options: { readonly retention?: Partial<Retention> }): Awaitable<StoreFixture>;
  /** How long a test may take, in milliseconds. Default 60 s. */
  readonly patienceMs?: number;
}

/** One test: gets an open store and how to open it anew. */
export type StoreTest = (store: Store, fixture: StoreFixture) => Promise<void>;

/** Some tests of the contract, by title. */
export type StoreTests = Readonly<
  Record<string, StoreTest | { readonly retention: Partial<Retention>; readonly test: StoreTest }>
>;

/** A moment; the contract needs no clock. */
export const now = 1_700_000_000_000;

export const here: ChannelRef = channelRef('net', '#here');
export const there: ChannelRef = channelRef('net', '#there');
/** The same source on another network. */
export const elsewhere: ChannelRef = channelRef('other', '#here');

/** A message's ref. */
export function ref(channel: ChannelRef, id: string): MessageRef {
  return messageRef(channel, id);
}

/** An event of a message with the id `m<sequence>`. */
export function event(sequence: number, change: Partial<EventRecord> = {}): EventRecord {
  const channel = change.channel ?? here;
  return {
    sequence,
    channel,
    type: 'message',
    identity: `m${sequence}`,
    at: now + sequence,
    data: { ref: { kind: 'message', channel: { ...channel }, id: `m${sequence}` }, text: `text ${sequence}` },
    done: false,
    doneBy: [],
    ...change,
  };
}

/** A pending row. */
export function row(id: number, change: Partial<OutboxRow> = {}): OutboxRow {
  return {
    id,
    key: `key${id}`,
    channel: here,
    state: 'pending',
    action: { kind: 'message', message: { text: `text ${id}` } },
    options: { policy: 'at-least-once' },
    attempts: 0,
    at: now + id,
    changedAt: now + id,
    refs: [],
    ...change,
  };
}

/** The link of a copy in the family of `original`, a message in {@link here}. */
export function link(original: string, change: Partial<LinkRecord> = {}): LinkRecord {
  return {
    family: familyName(original),
    channel: here,
    ids: [original],
    original: true,
    version: 0,
    deleted: false,
    at: now,
    ...change,
  };
}

/** How the family of a message in {@link here} is named. */
export function familyName(original: string): string {
  return refKey(ref(here, original));
}

export const putEvent = (sequence: number, change?: Partial<EventRecord>): Write => ({
  op: 'event',
  event: event(sequence, change),
});
export const putRow = (id: number, change?: Partial<OutboxRow>): Write => ({ op: 'row', row: row(id, change) });
export const putLink = (original: string, change?: Partial<LinkRecord>): Write => ({
  op: 'link',
  link: link(original, change),
});

/** Numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
