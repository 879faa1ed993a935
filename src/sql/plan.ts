import type { ChannelRef } from '../model/refs.ts';
import type { EventRecord, Json, LinkRecord, OutboxRow, RowChange, Write } from '../store/records.ts';

/** What becomes of one event. */
export interface PlannedEvent {
  readonly record: EventRecord | undefined;
  done: boolean;
  /** The hooks that have finished with it, beside those of the record. */
  readonly doneBy: string[];
}

/** What becomes of one row: it is removed, put, or changed. */
export interface PlannedRow {
  removed: boolean;
  row: OutboxRow | undefined;
  change: RowChange | undefined;
  /** Whether it is in another state in between. */
  skipped?: boolean;
}

/** A stretch of a batch in which the order of changes to different things does not matter. */
export class Segment {
  readonly events = new Map<number, PlannedEvent>();
  readonly rows = new Map<number, PlannedRow>();
  /** By family; one link a channel. */
  readonly links = new Map<string, LinkRecord[]>();
  /** By table and key; undefined where the entry goes. */
  readonly entries = new Map<string, Map<string, Json | undefined>>();
  /** What happens after all that. */
  migrate: { readonly from: ChannelRef; readonly to: ChannelRef } | undefined;
}

/** What a batch comes to, with all that overwrites one another within it folded into one. */
export class BatchPlan {
  readonly segments: Segment[] = [];
  /** The channels that are named anywhere in it; each may be there as several objects. */
  readonly channels = new Set<ChannelRef>();
  readonly totals = { sent: 0, retried: 0, uncertain: 0, dead: 0 };
  lastSequence = 0;
  #segment: Segment = new Segment();

  constructor(batch: Iterable<Write>) {
    this.segments.push(this.#segment);
    for (const write of batch) this.#add(write);
  }

  #add(write: Write): void {
    switch (write.op) {
      case 'event':
        // Its place among the others is that of the event, whatever named it before.
        this.#segment.events.delete(write.event.sequence);
        this.#segment.events.set(write.event.sequence, { record: write.event, done: false, doneBy: [] });
        this.channels.add(write.event.channel);
        this.#seen(write.event.sequence);
        break;
      case 'event-done':
        if (write.hook === undefined) this.#event(write.sequence).done = true;
        else this.#event(write.sequence).doneBy.push(write.hook);
        break;
      case 'row':
        this.#segment.rows.set(write.row.id, { removed: false, row: write.row, change: undefined });
        this.channels.add(write.row.channel);
        this.#seen(write.row.id);
        break;
      case 'row-change':
        this.#change(write.id, write.change);
        break;
      case 'row-remove':
        this.#segment.rows.set(write.id, { removed: true, row: undefined, change: undefined });
        break;
      case 'link':
        this.#link(write.link);
        this.channels.add(write.link.channel);
        break;
      case 'set':
        this.#entry(write.table, write.key, write.value);
        break;
      case 'unset':
        this.#entry(write.table, write.key, undefined);
        break;
      case 'migrate':
        this.#segment.migrate = write;
        this.channels.add(write.from).add(write.to);
        this.#segment = new Segment();
        this.segments.push(this.#segment);
        break;
    }
  }

  #seen(sequence: number): void {
    if (sequence > this.lastSequence) this.lastSequence = sequence;
  }

  #event(sequence: number): PlannedEvent {
    let event = this.#segment.events.get(sequence);
    if (event === undefined) {
      event = { record: undefined, done: false, doneBy: [] };
      this.#segment.events.set(sequence, event);
    }
    return event;
  }

  #change(id: number, change: RowChange): void {
    const { rows } = this.#segment;
    const planned = rows.get(id);
    this.#count(change);
    if (planned?.removed) return;
    if (planned === undefined) rows.set(id, { removed: false, row: undefined, change });
    else if (planned.row) planned.row = { ...planned.row, ...change };
    else {
      planned.skipped ||= planned.change?.state !== undefined;
      planned.change = { ...planned.change, ...change };
    }
  }

  #count({ state }: RowChange): void {
    if (state !== undefined && state !== 'sending') this.totals[state === 'pending' ? 'retried' : state] += 1;
  }

  #link(link: LinkRecord): void {
    const family = this.#segment.links.get(link.family);
    if (family === undefined) {
      this.#segment.links.set(link.family, [link]);
      return;
    }
    const { network, source } = link.channel;
    const index = family.findIndex(({ channel }) => channel.source === source && channel.network === network);
    if (index === -1) family.push(link);
    else family[index] = link;
  }

  #entry(table: string, key: string, value: Json | undefined): void {
    let entries = this.#segment.entries.get(table);
    if (entries === undefined) {
      entries = new Map();
      this.#segment.entries.set(table, entries);
    }
    entries.set(key, value);
  }
}
