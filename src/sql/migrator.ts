import { type Compilable, type Kysely, sql } from 'kysely';
import type { ChannelRef } from '../model/refs.ts';
import type { SqlSchema } from './schema.ts';
import type { SqlStatement } from './statement.ts';

/** One channel that becomes another. */
export interface Migration {
  readonly from: ChannelRef;
  readonly to: ChannelRef;
  readonly numbers: { readonly from: number; readonly to: number };
}

/** Gives all that is known of one channel to another. Rare, and not quick. */
export class Migrator {
  readonly #builder: Kysely<SqlSchema>;

  constructor(builder: Kysely<SqlSchema>) {
    this.#builder = builder;
  }

  statements({ from, to, numbers }: Migration): SqlStatement[] {
    const db = this.#builder;
    const present = (table: 'links' | 'link_ids', column: 'family' | 'message') =>
      db
        .selectFrom(table)
        .select(column as never)
        .where('channel', '=', numbers.to);
    // Where a family has a copy in the new channel already, that one is the living one.
    const doubled = [
      db.deleteFrom('links').where('channel', '=', numbers.from).where('family', 'in', present('links', 'family')),
      db
        .deleteFrom('link_ids')
        .where('channel', '=', numbers.from)
        .where('message', 'in', present('link_ids', 'message')),
    ];
    const moved = (['events', 'outbox', 'links', 'link_ids'] as const).map((table) =>
      db.updateTable(table).set({ channel: numbers.to }).where('channel', '=', numbers.from),
    );
    // In JSON no string can hold this: its quotes would have a backslash before them.
    const refs = db
      .updateTable('outbox')
      .set({ refs: sql<string>`replace(refs, ${refStart(from)}, ${refStart(to)})` })
      .where('channel', '=', numbers.from);
    const last = db.selectFrom('channels as old').select('old.last_message').where('old.id', '=', numbers.from);
    const lastMessages = [
      db
        .updateTable('channels')
        .set({ last_message: sql<string | null>`coalesce(last_message, (${last}))` })
        .where('id', '=', numbers.to),
      db.updateTable('channels').set({ last_message: null }).where('id', '=', numbers.from),
    ];
    const all: readonly Compilable[] = [...doubled, refs, ...moved, ...lastMessages];
    return all.map((query) => query.compile());
  }
}

function refStart({ network, source }: ChannelRef): string {
  return `${JSON.stringify([network, source]).slice(0, -1)},`;
}
