import { sql } from 'kysely';
import { phases } from '../schema.ts';
import type { Step } from './step.ts';

const columns = ['id', 'key', 'channel', 'at', 'family', 'options', 'action'] as const;
const ofState = ['state', 'phase', 'attempts', 'changed_at', 'refs', 'reason'] as const;

/** What the older tables are called meanwhile, and what they had. */
type Older = {
  outbox_1: Record<(typeof columns)[number], string | number | null>;
  outbox_state: Record<'id' | (typeof ofState)[number], string | number | null>;
};

/**
 * Version 2: the outbox is one table. It was two so that a change of state touched few pages; by now most rows are through
 * before they come to be written, and two tables are one row more for each. What is long comes last: what is counted and swept
 * is found without it.
 */
export const oneOutbox: Step = (db, { integer, collation }) => {
  const { schema } = db;
  const text = sql`text${sql.raw(collation)}`;
  const older = db.withTables<Older>();
  return [
    schema.dropIndex('outbox_by_key'),
    schema.alterTable('outbox').renameTo('outbox_1'),
    schema
      .createTable('outbox')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('state', integer, (column) => column.notNull())
      .addColumn('phase', integer, (column) => column.notNull())
      .addColumn('attempts', integer, (column) => column.notNull())
      .addColumn('changed_at', integer, (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('family', text)
      .addColumn('reason', text)
      .addColumn('refs', text, (column) => column.notNull())
      .addColumn('options', text, (column) => column.notNull())
      .addColumn('action', text, (column) => column.notNull()),
    older
      .insertInto('outbox')
      .columns([...columns, ...ofState])
      // Kysely types each column; here they come as lists.
      .expression(
        older
          .selectFrom('outbox_1')
          .innerJoin('outbox_state', 'outbox_state.id', 'outbox_1.id')
          .select([...columns.map((column) => `outbox_1.${column}` as const), ...ofState]) as never,
      ),
    schema.dropTable('outbox_1'),
    schema.dropTable('outbox_state'),
    schema.createIndex('outbox_by_key').on('outbox').column('key'),
    schema.createIndex('outbox_open').on('outbox').column('id').where(sql.ref('phase'), '=', sql.lit(phases.open)),
    schema.createIndex('outbox_dead').on('outbox').column('id').where(sql.ref('phase'), '=', sql.lit(phases.dead)),
  ];
};
