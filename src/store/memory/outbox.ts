import type { ChannelRef } from '../../model/refs.ts';
import type { OutboxCounts, OutboxRow, OutboxTotals, RowChange, RowQuery, RowState } from '../records.ts';
import { Fifo } from './fifo.ts';

/** A row as the store keeps it: its own copy, changed in place. */
type KeptRow = { -readonly [K in keyof OutboxRow]: OutboxRow[K] };

/** The rows of the outbox, in memory. Sent ones are remembered for a while, so that a key is known again. */
export class MemoryOutbox {
  readonly #rows = new Map<number, KeptRow>();
  /** Rows by key, in several channels perhaps; made when somebody first asks, which most hosts never do. */
  #byKey: Map<string, Set<KeptRow>> | undefined;
  /** The sent rows, oldest first; an entry may be out of date. */
  readonly #sent = new Fifo<KeptRow>();
  readonly #maxSent: number;
  #lastId = 0;
  #totals = { sent: 0, retried: 0, uncertain: 0, dead: 0 };

  constructor(maxSent: number) {
    this.#maxSent = maxSent;
  }

  get size(): number {
    return this.#rows.size;
  }

  get lastId(): number {
    return this.#lastId;
  }

  get totals(): OutboxTotals {
    return { ...this.#totals };
  }

  has(id: number): boolean {
    return this.#rows.has(id);
  }

  put(row: OutboxRow): void {
    this.remove(row.id);
    const kept: KeptRow = { ...row };
    this.#rows.set(row.id, kept);
    if (this.#byKey !== undefined) index(this.#byKey, kept);
    if (row.id > this.#lastId) this.#lastId = row.id;
    if (row.state === 'sent') this.#remember(kept);
  }

  change(id: number, change: RowChange): void {
    const { state } = change;
    if (state !== undefined && state !== 'sending') this.#totals[state === 'pending' ? 'retried' : state] += 1;
    const row = this.#rows.get(id);
    if (row === undefined) return;
    assign(row, change);
    if (state === 'sent') this.#remember(row);
  }

  remove(id: number): void {
    const row = this.#rows.get(id);
    if (row === undefined) return;
    this.#rows.delete(id);
    const sharing = this.#byKey?.get(row.key);
    if (sharing === undefined) return;
    sharing.delete(row);
    if (sharing.size === 0) this.#byKey?.delete(row.key);
  }

  /** Drops up to `count` dead rows, oldest first; gives how many there were. */
  dropDead(count: number): number {
    const dead: number[] = [];
    for (const row of this.#rows.values()) {
      if (row.state === 'dead') dead.push(row.id);
      if (dead.length === count) break;
    }
    for (const id of dead) this.remove(id);
    return dead.length;
  }

  /** Forgets sent rows that came to that state before `moment`. */
  sweep(moment: number): void {
    for (let oldest = this.#sent.peek(); oldest && oldest.changedAt < moment; oldest = this.#sent.peek()) {
      this.#sent.shift();
      this.#forget(oldest);
    }
  }

  migrate(from: ChannelRef, to: ChannelRef): void {
    for (const row of this.#rows.values()) {
      if (!isChannel(row.channel, from)) continue;
      row.channel = to;
      row.refs = row.refs.map((ref) => (isChannel(ref.channel, from) ? { ...ref, channel: to } : ref));
    }
  }

  counts(): OutboxCounts {
    const counts = { pending: 0, sending: 0, sent: 0, uncertain: 0, dead: 0 };
    for (const row of this.#rows.values()) counts[row.state] += 1;
    return counts;
  }

  find({ state, channel, family, after = 0, limit = 100 }: RowQuery): OutboxRow[] {
    const states = state === undefined ? undefined : new Set<RowState>(typeof state === 'string' ? [state] : state);
    const found: KeptRow[] = [];
    for (const row of this.#rows.values()) {
      if (row.id <= after || (states && !states.has(row.state))) continue;
      if (channel && !isChannel(row.channel, channel)) continue;
      if (family === undefined || row.family === family) found.push(row);
    }
    return found
      .sort((a, b) => a.id - b.id)
      .slice(0, limit)
      .map((row) => ({ ...row }));
  }

  byKey(channel: ChannelRef, key: string): OutboxRow | undefined {
    if (this.#byKey === undefined) {
      this.#byKey = new Map();
      for (const row of this.#rows.values()) index(this.#byKey, row);
    }
    // The newest, where a key was posted again after it had been forgotten.
    const row = [...(this.#byKey.get(key) ?? [])].findLast((one) => isChannel(one.channel, channel));
    return row && { ...row };
  }

  busyChannels(): ChannelRef[] {
    const channels = new Map<string, ChannelRef>();
    for (const { state, channel } of this.#rows.values()) {
      if (state !== 'sent' && state !== 'dead')
        channels.set(JSON.stringify([channel.network, channel.source]), channel);
    }
    return [...channels.values()];
  }

  #remember(row: KeptRow): void {
    this.#sent.push(row);
    if (this.#sent.size > this.#maxSent) this.#forget(this.#sent.shift());
  }

  #forget(row: KeptRow | undefined): void {
    if (row?.state === 'sent' && this.#rows.get(row.id) === row) this.remove(row.id);
  }
}

function index(byKey: Map<string, Set<KeptRow>>, row: KeptRow): void {
  const sharing = byKey.get(row.key);
  if (sharing === undefined) byKey.set(row.key, new Set([row]));
  else sharing.add(row);
}

/** What `Object.assign` does, at a tenth of the price: each row is changed at least once. */
function assign(row: KeptRow, change: RowChange): void {
  if (change.state !== undefined) row.state = change.state;
  if (change.attempts !== undefined) row.attempts = change.attempts;
  if (change.refs !== undefined) row.refs = change.refs;
  if (change.reason !== undefined) row.reason = change.reason;
  if (change.changedAt !== undefined) row.changedAt = change.changedAt;
  if (change.action !== undefined) row.action = change.action;
  if (change.options !== undefined) row.options = change.options;
}

function isChannel(a: ChannelRef, b: ChannelRef): boolean {
  return a.source === b.source && a.network === b.network;
}
