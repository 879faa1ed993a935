import { type Kysely, sql } from 'kysely';
import type { Changes } from './changes.ts';
import type { SqlDriver } from './driver.ts';
import { ManyRows } from './many-rows.ts';
import { prepare } from './prepared.ts';
import { phases, type SqlSchema } from './schema.ts';
import type { Sweepable } from './sweeper.ts';

/** What is asked of a stretch of ids, or of what may go of them. */
const last = sql<number | null>`max(id)`.as('last');
const count = sql<number>`count(*)`.as('count');

/** Finished events. Unfinished ones stay, however old. */
export function finishedEvents({ builder }: SqlDriver, { dropEvent }: Changes): Sweepable {
  return {
    count: prepare(builder, (db, after: number, limit: number) =>
      db
        .selectFrom((of) =>
          of
            .selectFrom('events')
            .leftJoin('open_events as open', 'open.sequence', 'events.sequence')
            .select(['events.sequence as id', 'open.sequence as open'])
            .where('events.sequence', '>', after)
            .orderBy('events.sequence')
            .limit(limit)
            .as('stretch'),
        )
        .select([last, sql<number>`count(*) - count(open)`.as('count')]),
    ),
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
    remove: async (ids) => (sink) => {
      for (const id of ids) sink.row(dropEvent, [id]);
    },
  };
}

/** Sent rows. Others stay until they are sent or discarded. */
export function sentRows({ builder }: SqlDriver, { dropRow }: Changes): Sweepable {
  const sent = builder.selectFrom('outbox').where('phase', '=', sql.lit(phases.sent));
  return {
    count: prepare(builder, (db, after: number, limit: number) =>
      db
        .selectFrom(sent.select('id').where('id', '>', after).orderBy('id').limit(limit).as('stretch'))
        .select([last, count]),
    ),
    next: prepare(builder, (_db, after: number, limit: number) =>
      sent
        .select(['id', 'changed_at as at', sql<number>`1`.as('finished')])
        .where('id', '>', after)
        .orderBy('id')
        .limit(limit),
    ),
    remove: async (ids) => (sink) => {
      for (const id of ids) sink.row(dropRow, [id]);
    },
  };
}

/** Families of links; as old as the newest of its links. */
export function families(driver: SqlDriver, { dropFamily, dropLinks, dropLinkId }: Changes): Sweepable {
  const { builder, chunks } = driver;
  const ids = new ManyRows((size) => idsOf(builder, size));
  return {
    count: prepare(builder, (db, after: number, limit: number) =>
      db
        .selectFrom((of) =>
          of.selectFrom('families').select('id').where('id', '>', after).orderBy('id').limit(limit).as('stretch'),
        )
        .select([last, count]),
    ),
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
      const gone: (readonly unknown[])[] = [];
      for (const statement of ids.statements(numbers, numbers.length, chunks)) {
        for (const { family, channel, ids: list } of await driver.read(statement)) {
          for (const id of JSON.parse(list as string) as string[]) gone.push([channel, id, family]);
        }
      }
      return (sink) => {
        for (const values of gone) sink.row(dropLinkId, values);
        for (const number of numbers) {
          sink.row(dropLinks, [number]);
          sink.row(dropFamily, [number]);
        }
      };
    },
  };
}

function idsOf(db: Kysely<SqlSchema>, size: number) {
  return db.selectFrom('links').select(['family', 'channel', 'ids']).where('family', 'in', Array<number>(size).fill(0));
}
