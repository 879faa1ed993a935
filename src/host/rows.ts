import { Subject } from 'rxjs';
import type { Clock } from '../lifecycle/clock.ts';
import type { Degradation } from '../model/receipt.ts';
import type { MessageRef } from '../model/refs.ts';
import { messageRef } from '../model/refs.ts';
import type { Channel, Plug } from '../plug/plug.ts';
import type { Batch } from '../store/batch.ts';
import type { Committer } from '../store/committer.ts';
import type { Json, OutboxCounts, OutboxRow, OutboxTotals, RowState, StoreSummary, Write } from '../store/records.ts';
import type { Outgoing } from './outgoing.ts';

/** A row of the outbox came, changed or went. */
export interface OutboxChange {
  readonly id: number;
  readonly key: string;
  /** Where it came to; `discarded` when it was removed by hand. */
  readonly state: RowState | 'discarded';
  readonly channel: OutboxRow['channel'];
  readonly refs: readonly MessageRef[];
  /** What its network could not show as it was meant; known once it is sent. */
  readonly degraded: readonly Degradation[];
  /** Why it is uncertain or dead. */
  readonly reason?: string;
}

/** The rows that this host is working on, and the counts of all that are in the store. */
export class Rows {
  readonly changes = new Subject<OutboxChange>();
  readonly counts: { -readonly [S in keyof OutboxCounts]: number } = {
    pending: 0,
    sending: 0,
    sent: 0,
    uncertain: 0,
    dead: 0,
  };
  readonly totals: { -readonly [S in keyof OutboxTotals]: number } = { sent: 0, retried: 0, uncertain: 0, dead: 0 };
  /** What is on its way, by the id of its row, and in what state. */
  readonly #active = new Map<number, { readonly outgoing: Outgoing; state: RowState }>();
  readonly #named: boolean;
  readonly #committer: Committer;
  readonly #clock: Clock;

  /** `named`: whether rows name their family, which only matters to a store that lasts. */
  constructor(committer: Committer, clock: Clock, named: boolean) {
    this.#named = named;
    this.#committer = committer;
    this.#clock = clock;
  }

  open(summary: StoreSummary): void {
    Object.assign(this.counts, summary.counts);
    Object.assign(this.totals, summary.totals);
  }

  get size(): number {
    return this.#active.size;
  }

  get(id: number): Outgoing | undefined {
    return this.#active.get(id)?.outgoing;
  }

  /** A row for something that is to be sent; the caller commits the write. */
  insert(outgoing: Outgoing, state: 'pending' | 'sending'): Write {
    const id = outgoing.row as number;
    this.#active.set(id, { outgoing, state });
    this.counts[state] += 1;
    const now = this.#clock.now();
    const { channel, key, copy, about } = outgoing;
    const family = this.#named ? (copy.family ?? about?.family) : undefined;
    const action = outgoing.action as unknown as Json;
    const options = outgoing.options as unknown as Json;
    const times = { attempts: 0, at: now, changedAt: now };
    const row: OutboxRow = { id, key, channel: channel.ref, state, action, options, ...times, refs: NONE };
    this.#tell(id, outgoing, state);
    return { op: 'row', row: family === undefined ? row : { ...row, family: family.name } };
  }

  /** Takes back a row that the store refused. */
  withdraw(outgoing: Outgoing): void {
    const state = this.state(outgoing.row as number);
    if (state === undefined) return;
    this.#active.delete(outgoing.row as number);
    this.counts[state] -= 1;
  }

  /** Takes up a row that is in the store. */
  resume(row: OutboxRow, outgoing: Outgoing): void {
    this.#active.set(row.id, { outgoing, state: row.state });
  }

  /** Where a row is now. */
  state(id: number): RowState | undefined {
    return this.#active.get(id)?.state;
  }

  /** Brings a row to another state, with its ids; `extra` is committed together with it. */
  change(id: number, state: RowState, reason?: string, extra: readonly Write[] = []): Batch | undefined {
    const active = this.#active.get(id);
    if (active === undefined) return undefined;
    const { outgoing } = active;
    this.#count(active.state, state);
    active.state = state;
    if (state === 'sent' || state === 'dead') this.#active.delete(id);
    this.#tell(id, outgoing, state, reason);
    const { channel, attempts } = outgoing;
    const refs = refsOf(channel, outgoing.ids());
    const change = { state, attempts, changedAt: this.#clock.now(), refs };
    const write: Write = { op: 'row-change', id, change: reason === undefined ? change : { ...change, reason } };
    return this.#committer.add(extra.length === 0 ? write : [write, ...extra]);
  }

  /** Gives a row that has not left a new content. */
  replace(outgoing: Outgoing): Write {
    return { op: 'row-change', id: outgoing.row as number, change: { action: outgoing.action as unknown as Json } };
  }

  /** A row is not to be sent any more; the caller commits the write. `state` is asked for where it is not active. */
  forget(id: number, state = this.state(id)): Write {
    const outgoing = this.get(id);
    this.#active.delete(id);
    if (state !== undefined) this.counts[state] -= 1;
    if (outgoing !== undefined) this.#tell(id, outgoing, 'discarded');
    return { op: 'row-remove', id };
  }

  /** The same at once. */
  remove(id: number, state?: RowState): Batch {
    return this.#committer.add(this.forget(id, this.state(id) ?? state));
  }

  /** Ends what is on its way to a plug, or to all; gives how much that was. What was being sent may have arrived. */
  abandon(reason: string, plug: Plug | undefined): number {
    let count = 0;
    for (const [id, { outgoing, state }] of [...this.#active]) {
      if (outgoing.over || (plug !== undefined && outgoing.channel.plug !== plug)) continue;
      count += 1;
      const isFlying = state === 'sending' && outgoing.attempts > 0;
      if (state !== 'uncertain') this.change(id, isFlying ? 'uncertain' : 'dead', reason);
    }
    return count;
  }

  #count(from: RowState, to: RowState): void {
    if (from === to) return;
    this.counts[from] -= 1;
    this.counts[to] += 1;
    if (to === 'pending') this.totals.retried += 1;
    else if (to !== 'sending') this.totals[to] += 1;
  }

  #tell(id: number, outgoing: Outgoing, state: OutboxChange['state'], reason?: string): void {
    if (!this.changes.observed) return;
    const { channel, key } = outgoing;
    this.changes.next({
      id,
      key,
      state,
      channel: channel.ref,
      refs: refsOf(channel, outgoing.ids()),
      degraded: outgoing.degraded,
      ...(reason !== undefined && { reason }),
    });
  }
}

const NONE: readonly MessageRef[] = Object.freeze([]);

function refsOf({ ref }: Channel, ids: readonly string[]): readonly MessageRef[] {
  const [id] = ids;
  if (id === undefined) return NONE;
  return ids.length === 1 ? [messageRef(ref, id)] : ids.map((one) => messageRef(ref, one));
}
