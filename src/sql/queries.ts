import { type Kysely, sql } from 'kysely';
import type { ChannelRef } from '../model/refs.ts';
import type { EventQuery, RowQuery, RowState } from '../store/records.ts';
import { type Prepared, prepare } from './prepared.ts';
import { phases, rowStates, type SqlSchema } from './schema.ts';
import type { SqlStatement } from './statement.ts';

/** All that a SQL store ever asks, compiled where it is asked often. */
export interface Queries {
  readonly state: SqlStatement;
  /** How many rows are in each state; for `sent` how many there are in all. */
  readonly counts: SqlStatement;
  readonly busyChannels: SqlStatement;
  readonly identities: Prepared<[limit: number]>;
  readonly lastMessage: Prepared<[network: string, source: string]>;
  readonly row: Prepared<[network: string, source: string, key: string]>;
  readonly family: Prepared<[network: string, source: string, id: string]>;
  readonly links: Prepared<[limit: number]>;
  readonly entry: Prepared<[table: string, key: string]>;
  /** Adds a batch to what the store knows of itself. */
  readonly addToState: Prepared<
    [lastSequence: number, sent: number, retried: number, uncertain: number, dead: number, batch: number]
  >;
  events(query: EventQuery): SqlStatement;
  rows(query: RowQuery): SqlStatement;
  entries(table: string, from: string, to: string | undefined, after: string | undefined, limit: number): SqlStatement;
}

const DEFAULT_LIMIT = 100;
const openStates: readonly string[] = ['pending', 'sending', 'uncertain'];

/** Makes them for one database. */
export function queriesFor(db: Kysely<SqlSchema>): Queries {
  const selectRows = db
    .selectFrom('outbox')
    .innerJoin('channels', 'channels.id', 'outbox.channel')
    .select(['outbox.id', 'key', 'family', 'options', 'action', 'at', 'network', 'source'])
    .select(['state', 'attempts', 'changed_at', 'refs', 'reason']);
  const selectLinks = db
    .selectFrom('links')
    .innerJoin('families', 'families.id', 'links.family')
    .innerJoin('channels', 'channels.id', 'links.channel')
    .select(['links.family as number', 'name', 'network', 'source'])
    .select(['ids', 'original', 'version', 'deleted', 'at', 'message']);
  return {
    state: db.selectFrom('state').selectAll().compile(),
    counts: countRows(db).compile(),
    busyChannels: db
      .selectFrom('channels')
      .select(['network', 'source'])
      .where('id', 'in', (of) => of.selectFrom('outbox').select('channel').where('phase', '=', sql.lit(phases.open)))
      .compile(),
    identities: prepare(db, (db, limit: number) =>
      db
        .selectFrom('events')
        .innerJoin('channels', 'channels.id', 'events.channel')
        .select(['network', 'source', 'identity'])
        .where('identity', 'is not', null)
        .orderBy('sequence', 'desc')
        .limit(limit),
    ),
    lastMessage: prepare(db, (db, network: string, source: string) =>
      db.selectFrom('channels').select('last_message').where('network', '=', network).where('source', '=', source),
    ),
    row: prepare(db, (_db, network: string, source: string, key: string) =>
      selectRows
        .where('key', '=', key)
        .where('network', '=', network)
        .where('source', '=', source)
        .orderBy('outbox.id', 'desc')
        .limit(sql.lit(1)),
    ),
    family: prepare(db, (db, network: string, source: string, id: string) =>
      selectLinks.where('links.family', 'in', () =>
        db
          .selectFrom('link_ids')
          .innerJoin('channels', 'channels.id', 'link_ids.channel')
          .select('link_ids.family')
          .where('network', '=', network)
          .where('source', '=', source)
          .where('link_ids.message', '=', id),
      ),
    ),
    links: prepare(db, (_db, limit: number) => selectLinks.orderBy('links.family', 'desc').limit(limit)),
    entry: prepare(db, (db, table: string, key: string) =>
      db.selectFrom('entries').select('value').where('table_name', '=', table).where('key', '=', key),
    ),
    addToState: prepare(
      db,
      (db, last: number, sent: number, retried: number, uncertain: number, dead: number, batch: number) =>
        db.updateTable('state').set((old) => ({
          last_sequence: sql<number>`case when last_sequence > ${last} then last_sequence else ${last} end`,
          sent: old('sent', '+', sent),
          retried: old('retried', '+', retried),
          uncertain: old('uncertain', '+', uncertain),
          dead: old('dead', '+', dead),
          batch,
        })),
    ),
    events: (query) => events(db, query),
    rows({ state, channel, family, after = 0, limit = DEFAULT_LIMIT }) {
      let rows = selectRows.where('outbox.id', '>', after);
      if (state !== undefined) {
        const states = typeof state === 'string' ? [state] : state;
        rows = rows.where(
          'state',
          'in',
          states.map((name) => rowStates.indexOf(name)),
        );
        // A partial index is used only where its own condition is in the query, to the letter.
        const isOpen = states.every((name) => openStates.includes(name));
        const isDead = states.every((name) => name === 'dead');
        if (isOpen || isDead) rows = rows.where('phase', '=', sql.lit(isDead ? phases.dead : phases.open));
      }
      if (channel) rows = rows.where('outbox.channel', '=', numberOf(db, channel));
      if (family !== undefined) rows = rows.where('family', '=', family);
      return rows.orderBy('outbox.id').limit(limit).compile();
    },
    entries(table, from, to, after, limit) {
      let entries = db
        .selectFrom('entries')
        .select(['key', 'value'])
        .where('table_name', '=', table)
        .where('key', '>=', from);
      if (to !== undefined) entries = entries.where('key', '<', to);
      if (after !== undefined) entries = entries.where('key', '>', after);
      return entries.orderBy('key').limit(limit).compile();
    },
  };
}

/** Sent rows are many and long, the others few: only those are looked at, and all are counted by an index. */
function countRows(db: Kysely<SqlSchema>) {
  const count = sql<number>`count(*)`.as('count');
  const place = (state: RowState) => sql.lit(rowStates.indexOf(state)).as('state');
  const open = db.selectFrom('outbox').where('phase', '=', sql.lit(phases.open)).groupBy('state');
  const dead = db.selectFrom('outbox').where('phase', '=', sql.lit(phases.dead));
  return open
    .select(['state', count])
    .unionAll(dead.select([place('dead'), count]))
    .unionAll(db.selectFrom('outbox').select([place('sent'), count]));
}

function numberOf(db: Kysely<SqlSchema>, { network, source }: ChannelRef) {
  return db
    .selectFrom('channels as asked')
    .select('asked.id')
    .where('network', '=', network)
    .where('source', '=', source);
}

function events(db: Kysely<SqlSchema>, query: EventQuery): SqlStatement {
  const { done, channel, from, to, after = 0, limit = DEFAULT_LIMIT } = query;
  // Unfinished events are few: from them to their contents, never the other way round.
  const joined =
    done === false
      ? db.selectFrom('open_events as open').innerJoin('events', 'events.sequence', 'open.sequence')
      : db.selectFrom('events').leftJoin('open_events as open', 'open.sequence', 'events.sequence');
  const sequence = done === false ? 'open.sequence' : 'events.sequence';
  let events = joined
    .innerJoin('channels', 'channels.id', 'events.channel')
    .select(['events.sequence', 'type', 'identity', 'at', 'data', 'done_by', 'network', 'source'])
    .where(sequence, '>', after);
  if (done === true) events = events.where('open.sequence', 'is', null);
  if (channel) events = events.where('events.channel', '=', numberOf(db, channel));
  if (from !== undefined) events = events.where('at', '>=', from);
  if (to !== undefined) events = events.where('at', '<', to);
  return events.orderBy(sequence).limit(limit).compile();
}
