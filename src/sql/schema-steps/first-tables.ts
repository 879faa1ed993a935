import { sql } from 'kysely';
import { phases } from '../schema.ts';
import type { Step } from './step.ts';

/** Version 1: the first tables. */
export const firstTables: Step = (db, { integer, collation, keyed }) => {
  const { schema } = db;
  const text = sql`text${sql.raw(collation)}`;
  const end = sql.raw(keyed);
  return [
    schema
      .createTable('state')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('last_sequence', integer, (column) => column.notNull())
      .addColumn('sent', integer, (column) => column.notNull())
      .addColumn('retried', integer, (column) => column.notNull())
      .addColumn('uncertain', integer, (column) => column.notNull())
      .addColumn('dead', integer, (column) => column.notNull())
      .addColumn('batch', integer, (column) => column.notNull()),
    schema
      .createTable('channels')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('network', text, (column) => column.notNull())
      .addColumn('source', text, (column) => column.notNull())
      .addColumn('last_message', text)
      .addUniqueConstraint('channels_by_name', ['network', 'source']),
    schema
      .createTable('events')
      .addColumn('sequence', integer, (column) => column.primaryKey())
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('type', text, (column) => column.notNull())
      .addColumn('identity', text)
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('data', text, (column) => column.notNull()),
    schema
      .createTable('open_events')
      .addColumn('sequence', integer, (column) => column.primaryKey())
      .addColumn('done_by', text, (column) => column.notNull()),
    schema
      .createTable('outbox')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('family', text)
      .addColumn('options', text, (column) => column.notNull())
      .addColumn('action', text, (column) => column.notNull()),
    schema.createIndex('outbox_by_key').on('outbox').column('key'),
    schema
      .createTable('outbox_state')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('state', integer, (column) => column.notNull())
      .addColumn('phase', integer, (column) => column.notNull())
      .addColumn('attempts', integer, (column) => column.notNull())
      .addColumn('changed_at', integer, (column) => column.notNull())
      .addColumn('refs', text, (column) => column.notNull())
      .addColumn('reason', text),
    schema
      .createIndex('outbox_open')
      .on('outbox_state')
      .column('id')
      .where(sql.ref('phase'), '=', sql.lit(phases.open)),
    schema
      .createIndex('outbox_dead')
      .on('outbox_state')
      .column('id')
      .where(sql.ref('phase'), '=', sql.lit(phases.dead)),
    schema
      .createTable('families')
      .addColumn('id', integer, (column) => column.primaryKey())
      .addColumn('name', text, (column) => column.notNull().unique()),
    schema
      .createTable('links')
      .addColumn('family', integer, (column) => column.notNull())
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('ids', text, (column) => column.notNull())
      .addColumn('original', integer, (column) => column.notNull())
      .addColumn('version', integer, (column) => column.notNull())
      .addColumn('deleted', integer, (column) => column.notNull())
      .addColumn('at', integer, (column) => column.notNull())
      .addColumn('message', text)
      .addPrimaryKeyConstraint('links_key', ['family', 'channel'])
      .modifyEnd(end),
    schema
      .createTable('link_ids')
      .addColumn('channel', integer, (column) => column.notNull())
      .addColumn('message', text, (column) => column.notNull())
      .addColumn('family', integer, (column) => column.notNull())
      .addPrimaryKeyConstraint('link_ids_key', ['channel', 'message'])
      .modifyEnd(end),
    schema
      .createTable('entries')
      .addColumn('table_name', text, (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('value', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('entries_key', ['table_name', 'key'])
      .modifyEnd(end),
    db
      .insertInto('state')
      .values({ id: 1, version: 0, last_sequence: 0, sent: 0, retried: 0, uncertain: 0, dead: 0, batch: 0 }),
  ];
};
