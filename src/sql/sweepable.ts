import { type Kysely, sql } from 'kysely';
import type { Changes } from './changes.ts';
import { ManyRows, prepare } from './compiled.ts';
import type { SqlDriver } from './driver.ts';
import { phases, type SqlSchema } from './schema.ts';
import type { Sweepable } from './sweeper.ts';

const count = sql<number>`count(*)`.as('count');

/** Finished events. Unfinished ones stay, however old. */
export function finishedEvents({ builder, chunks }: SqlDriver, { dropEvent }: Changes): Sweepable {
  const open = builder.selectFrom('open_events').select(sql<number>`count(*)`.as('open'));
  return {
    count: builder.selectFrom('events').select(sql<number>`count(*) - (${open})`.as('count')).compile(),
    next: prepare(builder, (db, after: number, limit: number) =>
      db
        .selectFrom('events')
        .leftJoin('open_events as open', 'open.sequence', 'events.sequence')
        .select(['events.sequence as id', 'at'])
        .select(sql<number>`case when open.sequence is null then 1 else 0 end`.as('finished'))
        .where('events.sequence', '>', after)
        .orderBy('events.sequence')
        .limit(limit),
    ),
    remove: async (ids) => dropEvent.changes(ids.map(single), chunks),
  };
}

/** Sent rows. Others stay until they are sent or discarded. */
export function sentRows({ builder, chunks }: SqlDriver, { dropRow, dropRowState }: Changes): Sweepable {
  const sent = builder.selectFrom('outbox_state').where('phase', '=', sql.lit(phases.sent));
  return {
    count: sent.select(count).compile(),
    next: prepare(builder, (_db, after: number, limit: number) =>
      sent
        .select(['id', 'changed_at as at', sql<number>`1`.as('finished')])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit),
    ),
    remove: async (ids) => {
      const rows = ids.map(single);
      return [...dropRow.changes(rows, chunks), ...dropRowState.changes(rows, chunks)];
    },
  };
}

/** Families of links; as old as the newest of its links. */
export function families(driver: SqlDriver, { dropFamily, dropLinks, dropLinkId }: Changes): Sweepable {
  const { builder, chunks } = driver;
  const ids = new ManyRows((size) => idsOf(builder, size));
  return {
    count: builder.selectFrom('families').select(count).compile(),
    next: prepare(builder, (db, after: number, limit: number) =>
      db
        .selectFrom('families')
        .leftJoin('links', 'links.family', 'families.id')
        .select((of) => ['families.id', of.fn.max('links.at').as('at'), sql<number>`1`.as('finished')])
        .where('families.id', '>', after)
        .groupBy('families.id')
        .orderBy('families.id')
        .limit(limit),
    ),
    remove: async (numbers) => {
      const rows = numbers.map(single);
      const linkIds: (readonly [channel: unknown, message: string])[] = [];
      for (const { sql: text, rows: pieces } of ids.changes(rows, chunks)) {
        for (const parameters of pieces) {
          for (const row of await driver.read({ sql: text, parameters })) {
            for (const id of JSON.parse(row.ids as string) as string[]) linkIds.push([row.channel, id]);
          }
        }
      }
      return [
        ...dropLinkId.changes(linkIds, chunks),
        ...dropLinks.changes(rows, chunks),
        ...dropFamily.changes(rows, chunks),
      ];
    },
  };
}

function idsOf(db: Kysely<SqlSchema>, size: number) {
  return db.selectFrom('links').select(['channel', 'ids']).where('family', 'in', Array<number>(size).fill(0));
}

function single(id: number): readonly [number] {
  return [id];
}
