/** What a SQL store keeps: one schema for every database. JSON is kept as text; moments are milliseconds since 1970. */

/** One row, and only one: what the store knows of itself. */
interface StateTable {
  id: number;
  /** How many steps of the migrations it has seen. */
  version: number;
  last_sequence: number;
  sent: number;
  retried: number;
  uncertain: number;
  dead: number;
  /** The number of the last batch that was committed. */
  batch: number;
}

/** Channels by number, so that the other tables name them in a few bytes. */
interface ChannelTable {
  id: number;
  network: string;
  source: string;
  /** The id of the newest message that was journalled there, of those that tell how far we have heard. */
  last_message: string | null;
}

/** The journal. What is written once is kept apart from what changes, so that a change touches few pages. */
interface EventTable {
  sequence: number;
  channel: number;
  type: string;
  identity: string | null;
  at: number;
  data: string;
}

/** The events that are not finished. */
interface OpenEventTable {
  sequence: number;
  /** The hooks that have finished with it: JSON strings, each followed by a comma. */
  done_by: string;
}

/** The outbox: what is to be done, and how far it is. */
interface OutboxTable {
  id: number;
  key: string;
  channel: number;
  at: number;
  family: string | null;
  options: string;
  action: string;
  /** A place in {@link rowStates}. */
  state: number;
  /** One of {@link phases}: changes more rarely than the state, and is what the indexes are on. */
  phase: number;
  attempts: number;
  changed_at: number;
  /** A list of `[network, source, id]`. */
  refs: string;
  reason: string | null;
}

/** Families of copies by number, in the order in which they began. */
interface FamilyTable {
  id: number;
  name: string;
}

interface LinkTable {
  family: number;
  channel: number;
  ids: string;
  original: number;
  version: number;
  deleted: number;
  at: number;
  message: string | null;
}

/** Finds the family of a physical message. */
interface LinkIdTable {
  channel: number;
  message: string;
  family: number;
}

/** The hooks' tables. */
interface EntryTable {
  table_name: string;
  key: string;
  value: string;
}

/** The tables, as Kysely knows them. */
export interface SqlSchema {
  state: StateTable;
  channels: ChannelTable;
  events: EventTable;
  open_events: OpenEventTable;
  outbox: OutboxTable;
  families: FamilyTable;
  links: LinkTable;
  link_ids: LinkIdTable;
  entries: EntryTable;
}

/** The states of a row, by the number they are kept as. Only ever added to. */
export const rowStates = ['pending', 'sending', 'sent', 'uncertain', 'dead'] as const;

/** Whether a row is through, on its way, or given up. */
export const phases = { sent: 0, open: 1, dead: 2 } as const;
