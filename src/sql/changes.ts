import { type Compilable, type Kysely, sql } from 'kysely';
import { ManyRows } from './many-rows.ts';
import type { SqlSchema } from './schema.ts';

type Table = keyof SqlSchema;

/** Writes whole rows, in place of what is there under the same key. The parameters are in the order of `columns`. */
function put(builder: Kysely<SqlSchema>, table: Table, keys: readonly string[], columns: readonly string[]): ManyRows {
  return new ManyRows((count) => {
    const row = Object.fromEntries(columns.map((column) => [column, 0]));
    // Kysely types each table's columns; here they come as lists.
    const insert = builder.insertInto(table).values(Array.from({ length: count }, () => row) as never);
    const rest = columns.filter((column) => !keys.includes(column));
    return insert.onConflict((conflict) =>
      conflict
        .columns(keys as never)
        .doUpdateSet(Object.fromEntries(rest.map((column) => [column, sql.ref(`excluded.${column}`)])) as never),
    );
  });
}

/** Changes some columns of rows that are there. The parameters: the columns', then the key. */
function change(
  builder: Kysely<SqlSchema>,
  table: Table,
  key: string,
  columns: readonly string[],
  types: Readonly<Record<string, string>>,
): ManyRows {
  return new ManyRows((count) => {
    if (count === 1) {
      const values = Object.fromEntries(columns.map((column) => [column, 0]));
      return builder
        .updateTable(table)
        .set(values as never)
        .where(sql.ref(key), '=', 0);
    }
    const all = [...columns, key];
    const row = sql`(${sql.join(all.map((column) => sql`cast(${0} as ${sql.raw(types[column] ?? 'text')})`))})`;
    const rows = sql.join(Array.from({ length: count }, () => row));
    const set = columns.map((column, index) => sql`${sql.ref(column)} = changed.${sql.raw(`column${index + 1}`)}`);
    const fits = sql`${sql.ref(`${table}.${key}`)} = changed.${sql.raw(`column${all.length}`)}`;
    const text = sql`update ${sql.table(table)} set ${sql.join(set)} from (values ${rows}) as changed where ${fits}`;
    return { compile: () => text.compile(builder) } satisfies Compilable;
  });
}

/** Removes rows by a number. */
function remove(builder: Kysely<SqlSchema>, table: Table, key: string): ManyRows {
  return new ManyRows((count) => builder.deleteFrom(table).where(sql.ref(key), 'in', Array<number>(count).fill(0)));
}

/** Removes rows by several columns. */
function removeBy(builder: Kysely<SqlSchema>, table: Table, columns: readonly string[]): ManyRows {
  return new ManyRows((count) =>
    builder
      .deleteFrom(table)
      .where((where) =>
        where.or(
          Array.from({ length: count }, () => where.and(columns.map((column) => where(sql.ref(column), '=', 0)))),
        ),
      ),
  );
}

/** All that a SQL store ever writes. */
export interface Changes {
  readonly channel: ManyRows;
  readonly lastMessage: ManyRows;
  /** Sets the last message of a channel that has none. */
  readonly firstMessage: ManyRows;
  readonly event: ManyRows;
  readonly openEvent: ManyRows;
  readonly hookDone: ManyRows;
  readonly closeEvent: ManyRows;
  readonly dropEvent: ManyRows;
  readonly row: ManyRows;
  readonly dropRow: ManyRows;
  /** Changes these columns of `outbox`. */
  readonly rowColumns: (columns: readonly string[]) => ManyRows;
  readonly family: ManyRows;
  readonly dropFamily: ManyRows;
  readonly link: ManyRows;
  readonly dropLinks: ManyRows;
  readonly linkId: ManyRows;
  readonly dropLinkId: ManyRows;
  readonly entry: ManyRows;
  readonly dropEntry: ManyRows;
}

/** The columns of `outbox`, in the order in which {@link Changes.row} takes them. */
const rowColumns: readonly string[] = [
  'id',
  'channel',
  'at',
  'state',
  'phase',
  'attempts',
  'changed_at',
  'key',
  'family',
  'reason',
  'refs',
  'options',
  'action',
];

/** Makes all of them for one database. @param integer how it names whole numbers */
export function changesFor(builder: Kysely<SqlSchema>, integer: string): Changes {
  const types = Object.fromEntries(
    ['id', 'sequence', 'state', 'phase', 'attempts', 'changed_at'].map((column) => [column, integer]),
  );
  const columnChanges = new Map<string, ManyRows>();
  return {
    channel: put(builder, 'channels', ['id'], ['id', 'network', 'source']),
    lastMessage: change(builder, 'channels', 'id', ['last_message'], types),
    firstMessage: new ManyRows(() => setFirstMessage(builder), 1),
    event: put(builder, 'events', ['sequence'], ['sequence', 'channel', 'type', 'identity', 'at', 'data']),
    openEvent: put(builder, 'open_events', ['sequence'], ['sequence', 'done_by']),
    hookDone: new ManyRows(() => appendHooks(builder), 1),
    closeEvent: remove(builder, 'open_events', 'sequence'),
    dropEvent: remove(builder, 'events', 'sequence'),
    row: put(builder, 'outbox', ['id'], rowColumns),
    dropRow: remove(builder, 'outbox', 'id'),
    rowColumns: (columns) => {
      const name = columns.join();
      const known = columnChanges.get(name) ?? change(builder, 'outbox', 'id', columns, types);
      columnChanges.set(name, known);
      return known;
    },
    family: put(builder, 'families', ['id'], ['id', 'name']),
    dropFamily: remove(builder, 'families', 'id'),
    link: put(
      builder,
      'links',
      ['family', 'channel'],
      ['family', 'channel', 'ids', 'original', 'version', 'deleted', 'at', 'message'],
    ),
    dropLinks: remove(builder, 'links', 'family'),
    linkId: put(builder, 'link_ids', ['channel', 'message'], ['channel', 'message', 'family']),
    dropLinkId: removeBy(builder, 'link_ids', ['channel', 'message', 'family']),
    entry: put(builder, 'entries', ['table_name', 'key'], ['table_name', 'key', 'value']),
    dropEntry: removeBy(builder, 'entries', ['table_name', 'key']),
  };
}

/** Sets the last message of one channel, where none is known: the parameters are the message, then the channel. */
function setFirstMessage(builder: Kysely<SqlSchema>): Compilable {
  return builder
    .updateTable('channels')
    .set({ last_message: sql<string>`coalesce(last_message, ${''})` })
    .where('id', '=', 0);
}

/** Adds hooks to those that have finished with one event: the parameters are the hooks, then the sequence. */
function appendHooks(builder: Kysely<SqlSchema>): Compilable {
  return builder
    .updateTable('open_events')
    .set({ done_by: sql<string>`done_by || ${''}` })
    .where('sequence', '=', 0);
}
