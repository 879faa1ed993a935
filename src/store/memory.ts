import { StoreError } from '../errors.ts';
import type { ChannelRef, MessageRef } from '../model/refs.ts';
import { frozenCopy } from './memory/frozen-copy.ts';
import { MemoryJournal } from './memory/journal.ts';
import { MemoryLinks } from './memory/links.ts';
import { MemoryOutbox } from './memory/outbox.ts';
import { MemoryTables } from './memory/tables.ts';
import type {
  EventQuery,
  EventRecord,
  Json,
  LinkRecord,
  OutboxRow,
  Retention,
  RowQuery,
  StoreSummary,
  Write,
} from './records.ts';
import type { Store } from './store.ts';

/** The limits of a {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** The most rows of the outbox. When they are reached, dead rows make room, oldest first; then posting fails. Default 100,000. */
  readonly maxRows?: number;
  /** The most events in the journal. Default 100,000. */
  readonly maxEvents?: number;
  /** The most links between copies; the oldest are forgotten. Default 20,000. */
  readonly maxLinks?: number;
  /**
   * Keeps everything over `close()` and `open()`, as a disk would, and shares no object with its host. For tests and
   * simulations. Default false.
   */
  readonly lasting?: boolean;
  /** How much of the past is kept. Default: the newest 1,000 finished events and sent rows; links up to `maxLinks`. */
  readonly retention?: Partial<Retention>;
}

/** Keeps everything in this process: quick, bounded, and gone when it ends. What a host uses when it is given no store. */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new MemoryStore(options);
}

interface Disk {
  outbox: MemoryOutbox;
  journal: MemoryJournal;
  links: MemoryLinks;
  tables: MemoryTables;
}

/** The store that {@link memoryStore} makes. */
export class MemoryStore implements Store {
  readonly name = 'memory';
  readonly lasting: boolean;
  readonly #options: MemoryStoreOptions;
  readonly #maxRows: number;
  readonly #maxEvents: number;
  #disk: Disk;
  #open = false;
  #crashed = false;

  constructor(options: MemoryStoreOptions, disk: Disk = emptyDisk(options)) {
    this.#options = options;
    this.lasting = options.lasting ?? false;
    this.#maxRows = options.maxRows ?? DEFAULT_MAX;
    this.#maxEvents = options.maxEvents ?? DEFAULT_MAX;
    this.#disk = disk;
  }

  async open(): Promise<StoreSummary> {
    if (this.#crashed) throw new StoreError('memoryStore: this store has crashed', { retryable: false });
    if (this.#open) throw new StoreError('memoryStore: another host has it open', { retryable: false });
    this.#open = true;
    const { journal, outbox } = this.#disk;
    const lastSequence = Math.max(journal.lastSequence, outbox.lastId);
    return { lastSequence, counts: outbox.counts(), totals: outbox.totals };
  }

  async close(): Promise<void> {
    if (this.#open && !this.lasting) this.#disk = emptyDisk(this.#options);
    this.#open = false;
  }

  /**
   * Does to its host what `kill -9` would: every further call of this store fails. Gives a new store, not yet open, with
   * all that was committed.
   */
  crash(): MemoryStore {
    this.#open = false;
    this.#crashed = true;
    return new MemoryStore(this.#options, this.#disk);
  }

  commit(batch: readonly Write[]): void {
    this.#check();
    this.#makeRoom(batch);
    const writes = this.lasting ? copy(batch) : batch;
    for (const write of writes) this.#apply(write);
  }

  async events(query: EventQuery): Promise<readonly EventRecord[]> {
    return this.#check().journal.find(query);
  }

  async identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]> {
    return this.#check().journal.identities(limit);
  }

  async lastMessage(channel: ChannelRef): Promise<MessageRef | undefined> {
    return this.#check().journal.lastMessage(channel);
  }

  async rows(query: RowQuery): Promise<readonly OutboxRow[]> {
    return this.#check().outbox.find(query);
  }

  async busyChannels(): Promise<readonly ChannelRef[]> {
    return this.#check().outbox.busyChannels();
  }

  async row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined> {
    return this.#check().outbox.byKey(channel, key);
  }

  async family(ref: MessageRef): Promise<readonly LinkRecord[]> {
    return this.#check().links.family(ref);
  }

  async links(limit: number): Promise<readonly LinkRecord[]> {
    return this.#check().links.newest(limit);
  }

  async get(table: string, key: string): Promise<Json | undefined> {
    return this.#give(this.#check().tables.get(table, key));
  }

  async entries(
    table: string,
    query: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]> {
    return this.#give(this.#check().tables.entries(table, query.prefix, query.after, query.limit));
  }

  async sweep(now: number): Promise<boolean> {
    const { outbox, journal, links } = this.#check();
    const { maxAgeMs = Infinity, maxCount = Infinity } = this.#options.retention ?? {};
    outbox.sweep(now - maxAgeMs);
    journal.sweep(now - maxAgeMs);
    links.sweep(now - maxAgeMs, maxCount);
    return false;
  }

  #check(): Disk {
    if (!this.#open) throw new StoreError('memoryStore: it is not open', { retryable: false });
    return this.#disk;
  }

  /** Refuses a batch that would not fit, before anything of it is written. */
  #makeRoom(batch: readonly Write[]): void {
    const { outbox, journal } = this.#disk;
    if (outbox.size + batch.length > this.#maxRows) {
      const excess =
        outbox.size + count(batch, (write) => write.op === 'row' && !outbox.has(write.row.id)) - this.#maxRows;
      // More than is needed at once, so that a full outbox is not searched for every row.
      if (excess > 0 && outbox.dropDead(excess + Math.ceil(this.#maxRows / 100)) < excess) {
        throw new StoreError(`memoryStore: the outbox is full, maxRows is ${this.#maxRows}`);
      }
    }
    if (journal.size + batch.length > this.#maxEvents) {
      const added = count(batch, (write) => write.op === 'event' && !journal.has(write.event.sequence));
      if (added > 0 && journal.size + added > this.#maxEvents) {
        throw new StoreError(`memoryStore: the journal is full, maxEvents is ${this.#maxEvents}`);
      }
    }
  }

  #apply(write: Write): void {
    const { outbox, journal, links, tables } = this.#disk;
    switch (write.op) {
      case 'event':
        journal.put(write.event);
        break;
      case 'event-done':
        journal.done(write.sequence, write.hook);
        break;
      case 'row':
        outbox.put(write.row);
        break;
      case 'row-change':
        outbox.change(write.id, write.change);
        break;
      case 'row-remove':
        outbox.remove(write.id);
        break;
      case 'link':
        links.put(write.link);
        break;
      case 'migrate':
        for (const part of [outbox, journal, links]) part.migrate(write.from, write.to);
        break;
      case 'set':
        tables.set(write.table, write.key, write.value);
        break;
      case 'unset':
        tables.unset(write.table, write.key);
        break;
    }
  }

  /** What a hook keeps is its own to change; all else that is given out is frozen. */
  #give<T>(value: T): T {
    return this.lasting ? structuredClone(value) : value;
  }
}

const DEFAULT_MAX = 100_000;
const DEFAULT_MAX_LINKS = 20_000;
const DEFAULT_KEPT = 1000;

function emptyDisk({ retention, maxLinks = DEFAULT_MAX_LINKS }: MemoryStoreOptions): Disk {
  const kept = retention?.maxCount ?? DEFAULT_KEPT;
  return {
    outbox: new MemoryOutbox(kept),
    journal: new MemoryJournal(kept),
    links: new MemoryLinks(maxLinks),
    tables: new MemoryTables(),
  };
}

function count(batch: readonly Write[], fits: (write: Write) => boolean): number {
  return batch.reduce((sum, write) => sum + (fits(write) ? 1 : 0), 0);
}

function copy<T>(value: T): T {
  try {
    return frozenCopy(value);
  } catch (cause) {
    throw new StoreError('memoryStore: a value is not JSON', { cause, retryable: false });
  }
}
