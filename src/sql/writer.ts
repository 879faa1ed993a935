import { messageOf } from '../store/message-id.ts';
import type { OutboxRow, RowChange } from '../store/records.ts';
import { type Changes, changesFor } from './changes.ts';
import type { SqlDriver, SqlSink } from './driver.ts';
import { JsonText, refsJson, toJson } from './json.ts';
import { Migrator } from './migrator.ts';
import type { NewNumbers, Numbers } from './numbers.ts';
import type { BatchPlan, PlannedEvent, PlannedRow, Segment } from './plan.ts';
import { phases, rowStates } from './schema.ts';

/** The columns of `outbox` that a change may touch as they are, with the field of the change; `phase` follows from the state. */
const changedColumns = [
  ['attempts', 'attempts'],
  ['changed_at', 'changedAt'],
  ['refs', 'refs'],
  ['reason', 'reason'],
] as const;

/** Turns what a batch comes to into SQL. */
export class Writer {
  readonly changes: Changes;
  readonly #numbers: Numbers;
  readonly #migrator: Migrator;

  constructor(driver: SqlDriver, numbers: Numbers) {
    this.#numbers = numbers;
    this.changes = changesFor(driver.builder, driver.types.integer);
    this.#migrator = new Migrator(driver.builder);
  }

  /** Hands in the changes of a batch. @throws StoreError where a value is not JSON */
  write(plan: BatchPlan, added: NewNumbers, sink: SqlSink): void {
    for (const channel of added.channels) sink.row(this.changes.channel, channel);
    for (const family of added.families) sink.row(this.changes.family, family);
    for (const segment of plan.segments) {
      this.#events(segment.events, sink);
      this.#rows(segment.rows, sink);
      this.#links(segment.links, sink);
      this.#entries(segment, sink);
      if (segment.migrate) {
        const { from, to } = segment.migrate;
        const numbers = { from: this.#numbers.channel(from), to: this.#numbers.channel(to) };
        for (const statement of this.#migrator.statements({ from, to, numbers })) sink.run(statement);
      }
    }
  }

  #events(events: ReadonlyMap<number, PlannedEvent>, sink: SqlSink): void {
    const { event, openEvent, hookDone, closeEvent, lastMessage, firstMessage } = this.changes;
    const newest = new Map<number, string>();
    const first = new Map<number, string>();
    for (const [sequence, { record, done, doneBy }] of events) {
      if (record === undefined) {
        if (done) sink.row(closeEvent, [sequence]);
        else sink.row(hookDone, [hookList(doneBy), sequence]);
        continue;
      }
      const channel = this.#numbers.channel(record.channel);
      const { type, identity = null, at, data } = record;
      sink.row(event, [sequence, channel, type, identity, at, toJson(data)]);
      if (!(record.done || done)) sink.row(openEvent, [sequence, hookList([...record.doneBy, ...doneBy])]);
      const message = data instanceof JsonText ? data.brought : messageOf(record);
      if (message?.ahead === false) newest.set(channel, message.id);
      else if (message !== undefined && !first.has(channel)) first.set(channel, message.id);
    }
    for (const [channel, message] of first) if (!newest.has(channel)) sink.row(firstMessage, [message, channel]);
    for (const [channel, message] of newest) sink.row(lastMessage, [message, channel]);
  }

  #rows(planned: ReadonlyMap<number, PlannedRow>, sink: SqlSink): void {
    for (const [id, { removed, row, change, skipped = false }] of planned) {
      if (removed) sink.row(this.changes.dropRow, [id]);
      if (row) this.#row(row, sink);
      if (change) this.#change(id, change, skipped, sink);
    }
  }

  #row(row: OutboxRow, sink: SqlSink): void {
    const { id, key, at, family = null, state, attempts, changedAt, reason = null } = row;
    const channel = this.#numbers.channel(row.channel);
    sink.row(this.changes.row, [
      id,
      channel,
      at,
      rowStates.indexOf(state),
      phaseOf(state),
      attempts,
      changedAt,
      key,
      family,
      reason,
      refsJson(row.refs),
      toJson(row.options),
      toJson(row.action),
    ]);
  }

  #change(id: number, change: RowChange, skipped: boolean, sink: SqlSink): void {
    const columns: string[] = [];
    const values: unknown[] = [];
    const set = (column: string, value: unknown): void => {
      columns.push(column);
      values.push(value);
    };
    const { state, options, action } = change;
    if (state !== undefined) set('state', rowStates.indexOf(state));
    // A row comes to `sending` only from another open state: the indexes on the phase can be left alone, unless it came to
    // that one in the same batch.
    if (state !== undefined && (state !== 'sending' || skipped)) set('phase', phaseOf(state));
    for (const [column, field] of changedColumns) {
      const value = change[field];
      if (value !== undefined) set(column, typeof value === 'object' ? refsJson(value) : value);
    }
    if (options !== undefined) set('options', toJson(options));
    if (action !== undefined) set('action', toJson(action));
    if (columns.length > 0) sink.row(this.changes.rowColumns(columns), [...values, id]);
  }

  #links(families: Segment['links'], sink: SqlSink): void {
    const { link, linkId } = this.changes;
    /** By channel and id: no statement may name a row twice, so the last family that has an id is the one. */
    const owners = new Map<number, Map<string, number>>();
    for (const [name, links] of families) {
      const family = this.#numbers.family(name);
      for (const { channel: ref, ids, original, version, deleted, at, message } of links) {
        const channel = this.#numbers.channel(ref);
        const stored = message === undefined ? null : toJson(message);
        sink.row(link, [family, channel, toJson(ids), +original, version, +deleted, at, stored]);
        if (ids.length === 0) continue;
        const owner = owners.get(channel) ?? new Map<string, number>();
        owners.set(channel, owner);
        for (const id of ids) owner.set(id, family);
      }
    }
    for (const [channel, owner] of owners) for (const [id, family] of owner) sink.row(linkId, [channel, id, family]);
  }

  #entries({ entries }: Segment, sink: SqlSink): void {
    for (const [table, values] of entries) {
      for (const [key, value] of values) {
        if (value === undefined) sink.row(this.changes.dropEntry, [table, key]);
        else sink.row(this.changes.entry, [table, key, toJson(value)]);
      }
    }
  }
}

function phaseOf(state: OutboxRow['state']): number {
  return state === 'sent' ? phases.sent : state === 'dead' ? phases.dead : phases.open;
}

function hookList(hooks: readonly string[]): string {
  return hooks.map((hook) => `${JSON.stringify(hook)},`).join('');
}
