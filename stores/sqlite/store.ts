import type {
  ChannelRef,
  EventQuery,
  EventRecord,
  Json,
  LinkRecord,
  MessageRef,
  OutboxRow,
  RowQuery,
  Store,
  StoreSummary,
  Write,
} from '../../src/index.ts';
import type { Place } from './applier.ts';
import { LoggedDatabase } from './logged-database.ts';

/** The store that `sqliteStore` makes. */
export interface SqliteStore extends Store {
  /** Resolves once a batch is safe, after those before it. @throws StoreError as for any {@link Store} */
  commit(batch: readonly Write[]): Promise<void>;
  /** Gives back to the system the room of what was removed. May take long; what is asked meanwhile waits for it. */
  vacuum(): Promise<void>;
}

/** A store in one SQLite file. */
export class SqliteFileStore implements SqliteStore {
  readonly name = 'sqlite';
  readonly lasting = true;
  readonly #database: LoggedDatabase;

  constructor(place: Place) {
    this.#database = new LoggedDatabase(place);
  }

  open(): Promise<StoreSummary> {
    return this.#database.open();
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  commit(batch: readonly Write[]): Promise<void> {
    return this.#database.commit(batch);
  }

  vacuum(): Promise<void> {
    return this.#database.ask('vacuum');
  }

  events(query: EventQuery): Promise<readonly EventRecord[]> {
    return this.#database.ask('events', query);
  }

  identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]> {
    return this.#database.ask('identities', limit);
  }

  lastMessage(channel: ChannelRef): Promise<MessageRef | undefined> {
    return this.#database.ask('lastMessage', channel);
  }

  rows(query: RowQuery): Promise<readonly OutboxRow[]> {
    return this.#database.ask('rows', query);
  }

  busyChannels(): Promise<readonly ChannelRef[]> {
    return this.#database.ask('busyChannels');
  }

  row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined> {
    return this.#database.ask('row', channel, key);
  }

  family(ref: MessageRef): Promise<readonly LinkRecord[]> {
    return this.#database.ask('family', ref);
  }

  links(limit: number): Promise<readonly LinkRecord[]> {
    return this.#database.ask('links', limit);
  }

  get(table: string, key: string): Promise<Json | undefined> {
    return this.#database.ask('get', table, key);
  }

  entries(
    table: string,
    query: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]> {
    return this.#database.ask('entries', table, query);
  }

  sweep(now: number): Promise<boolean> {
    return this.#database.ask('sweep', now);
  }
}
