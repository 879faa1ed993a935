import { StoreError } from '../errors.ts';
import { messageIdOf } from '../store/message-id.ts';
import type { Json, LinkRecord, OutboxRow, RowChange } from '../store/records.ts';
import { type Changes, changesFor } from './changes.ts';
import type { ManyRows } from './compiled.ts';
import type { SqlChange, SqlDriver, SqlStatement } from './driver.ts';
import { Migrator } from './migrator.ts';
import type { NewNumbers, Numbers } from './numbers.ts';
import type { BatchPlan, PlannedEvent, PlannedRow, Segment } from './plan.ts';
import { phases, rowStates } from './schema.ts';

type Values = readonly unknown[];

/** The columns of `outbox_state` that a change may touch, with the field of the change; `phase` follows from the state. */
const stateColumns = [
  ['attempts', 'attempts'],
  ['changed_at', 'changedAt'],
  ['refs', 'refs'],
  ['reason', 'reason'],
] as const;

/** Turns what a batch comes to into SQL. */
export class Writer {
  readonly changes: Changes;
  readonly #driver: SqlDriver;
  readonly #numbers: Numbers;
  readonly #migrator: Migrator;
  /** The JSON of messages: a link is written twice in quick succession, with the same message. */
  readonly #json = new WeakMap<object, string>();

  constructor(driver: SqlDriver, numbers: Numbers) {
    this.#driver = driver;
    this.#numbers = numbers;
    this.changes = changesFor(driver.builder, driver.types.integer);
    this.#migrator = new Migrator(driver.builder);
  }

  /** The changes of a batch, in order. @throws StoreError where a value is not JSON */
  write(plan: BatchPlan, added: NewNumbers): SqlChange[] {
    const rows = new Rows(this.#driver.chunks);
    rows.add(this.changes.channel, added.channels);
    rows.add(this.changes.family, added.families);
    for (const segment of plan.segments) {
      this.#events(segment.events, rows);
      this.#rows(segment.rows, rows);
      for (const [family, links] of segment.links) this.#links(this.#numbers.family(family), links, rows);
      this.#entries(segment, rows);
      if (segment.migrate) {
        const { from, to } = segment.migrate;
        const numbers = { from: this.#numbers.channel(from), to: this.#numbers.channel(to) };
        rows.end(this.#migrator.statements({ from, to, numbers }));
      }
    }
    return rows.end();
  }

  #events(events: ReadonlyMap<number, PlannedEvent>, rows: Rows): void {
    const { event, openEvent, hookDone, closeEvent, lastMessage } = this.changes;
    const newest = new Map<number, string>();
    for (const [sequence, { record, done, doneBy }] of events) {
      if (record === undefined) {
        if (done) rows.one(closeEvent, [sequence]);
        else rows.one(hookDone, [hookList(doneBy), sequence]);
        continue;
      }
      const channel = this.#numbers.channel(record.channel);
      const { type, identity = null, at, data } = record;
      rows.one(event, [sequence, channel, type, identity, at, toJson(data)]);
      if (!(record.done || done)) rows.one(openEvent, [sequence, hookList([...record.doneBy, ...doneBy])]);
      const message = messageIdOf(record);
      if (message !== undefined) newest.set(channel, message);
    }
    for (const [channel, message] of newest) rows.one(lastMessage, [message, channel]);
  }

  #rows(planned: ReadonlyMap<number, PlannedRow>, rows: Rows): void {
    for (const [id, { removed, row, change }] of planned) {
      if (removed) {
        rows.one(this.changes.dropRow, [id]);
        rows.one(this.changes.dropRowState, [id]);
      }
      if (row) this.#row(row, rows);
      if (change) this.#change(id, change, rows);
    }
  }

  #row(row: OutboxRow, rows: Rows): void {
    const { id, key, at, family = null, state, attempts, changedAt, reason = null } = row;
    const channel = this.#numbers.channel(row.channel);
    const refs = toRefs(row.refs);
    rows.one(this.changes.row, [id, key, channel, at, family, toJson(row.options), toJson(row.action)]);
    rows.one(this.changes.rowState, [
      id,
      channel,
      rowStates.indexOf(state),
      phaseOf(state),
      attempts,
      changedAt,
      refs,
      reason,
    ]);
  }

  #change(id: number, change: RowChange, rows: Rows): void {
    const state: [column: string, value: unknown][] = [];
    if (change.state !== undefined) state.push(['state', rowStates.indexOf(change.state)]);
    // A row comes to `sending` only from another open state: the indexes on the phase can be left alone.
    if (change.state !== undefined && change.state !== 'sending') state.push(['phase', phaseOf(change.state)]);
    for (const [column, field] of stateColumns) {
      const value = change[field];
      if (value !== undefined) state.push([column, typeof value === 'object' ? toRefs(value) : value]);
    }
    const content: [column: string, value: unknown][] = [];
    if (change.action !== undefined) content.push(['action', toJson(change.action)]);
    if (change.options !== undefined) content.push(['options', toJson(change.options)]);
    this.#set(this.changes.rowStateColumns, state, id, rows);
    this.#set(this.changes.rowColumns, content, id, rows);
  }

  #set(change: Changes['rowColumns'], set: readonly (readonly [string, unknown])[], id: number, rows: Rows): void {
    if (set.length === 0) return;
    const values = set.map(([, value]) => value);
    rows.one(change(set.map(([column]) => column)), [...values, id]);
  }

  #links(family: number, links: readonly LinkRecord[], rows: Rows): void {
    for (const { channel: ref, ids, original, version, deleted, at, message } of links) {
      const channel = this.#numbers.channel(ref);
      const stored = message === undefined ? null : this.#messageJson(message);
      rows.one(this.changes.link, [family, channel, toJson(ids), +original, version, +deleted, at, stored]);
      for (const id of new Set(ids)) rows.one(this.changes.linkId, [channel, id, family]);
    }
  }

  #messageJson(message: Json): string {
    if (typeof message !== 'object' || message === null) return toJson(message);
    let json = this.#json.get(message);
    if (json === undefined) {
      json = toJson(message);
      this.#json.set(message, json);
    }
    return json;
  }

  #entries({ entries }: Segment, rows: Rows): void {
    for (const [table, values] of entries) {
      for (const [key, value] of values) {
        if (value === undefined) rows.one(this.changes.dropEntry, [table, key]);
        else rows.one(this.changes.entry, [table, key, toJson(value)]);
      }
    }
  }
}

/** Gathers rows by what is done to them. */
class Rows {
  readonly #sizes: readonly number[];
  readonly #ended: SqlChange[] = [];
  #rows = new Map<ManyRows, Values[]>();

  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
  }

  one(change: ManyRows, values: Values): void {
    const rows = this.#rows.get(change);
    if (rows) rows.push(values);
    else this.#rows.set(change, [values]);
  }

  add(change: ManyRows, rows: readonly Values[]): void {
    for (const row of rows) this.one(change, row);
  }

  /** All changes so far, with `after` behind them. */
  end(after: readonly SqlStatement[] = []): SqlChange[] {
    for (const [change, rows] of this.#rows) this.#ended.push(...change.changes(rows, this.#sizes));
    this.#rows = new Map();
    for (const { sql, parameters } of after) this.#ended.push({ sql, rows: [parameters] });
    return this.#ended;
  }
}

function phaseOf(state: OutboxRow['state']): number {
  return state === 'sent' ? phases.sent : state === 'dead' ? phases.dead : phases.open;
}

function hookList(hooks: readonly string[]): string {
  return hooks.map((hook) => `${JSON.stringify(hook)},`).join('');
}

function toRefs(refs: OutboxRow['refs']): string {
  return refs.length === 0
    ? '[]'
    : JSON.stringify(refs.map(({ channel, id }) => [channel.network, channel.source, id]));
}

function toJson(value: unknown): string {
  let json: string | undefined;
  let cause: unknown;
  try {
    json = JSON.stringify(value);
  } catch (thrown) {
    cause = thrown;
  }
  if (json === undefined)
    throw new StoreError('a value that was to be stored is not JSON', { cause, retryable: false });
  return json;
}
