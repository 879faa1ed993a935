import { StoreError } from '../errors.ts';
import { type ChannelRef, type MessageRef, messageRef } from '../model/refs.ts';
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
} from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { afterPrefix } from './after-prefix.ts';
import type { SqlDriver } from './driver.ts';
import { migrateSchema } from './migrations.ts';
import { Numbers } from './numbers.ts';
import { BatchPlan } from './plan.ts';
import { type Queries, queriesFor } from './queries.ts';
import { rowStates } from './schema.ts';
import type { SqlRow, SqlStatement } from './statement.ts';
import { families, finishedEvents, sentRows } from './sweepable.ts';
import { Sweeper } from './sweeper.ts';
import { toChannel, toEvent, toLink, toOutboxRow } from './to-records.ts';
import { Writer } from './writer.ts';

/** What is kept by default: a week, and at most 100,000 of each. */
export const defaultRetention: Retention = { maxAgeMs: 7 * 24 * 3600 * 1000, maxCount: 100_000 };

/** A store in a SQL database: all that is the same for every database. */
export class SqlStore implements Store {
  readonly lasting = true;
  readonly #driver: SqlDriver;
  readonly #queries: Queries;
  readonly #numbers: Numbers;
  readonly #writer: Writer;
  readonly #sweeper: Sweeper;
  #open = false;
  /** Ends when everything that was asked to be written is. */
  #tail: Promise<unknown> = Promise.resolve();
  /** The number of the last batch that is known to be in the database. */
  #committed = 0;
  /** A batch of which it is not known whether it was committed. */
  #unsettled: Iterable<Write> | undefined;

  constructor(driver: SqlDriver, retention: Partial<Retention> = {}) {
    this.#driver = driver;
    this.#queries = queriesFor(driver.builder);
    this.#numbers = new Numbers(driver);
    this.#writer = new Writer(driver, this.#numbers);
    const { changes } = this.#writer;
    const all = [finishedEvents(driver, changes), sentRows(driver, changes), families(driver, changes)];
    this.#sweeper = new Sweeper(driver, { ...defaultRetention, ...retention }, all);
  }

  get name(): string {
    return this.#driver.name;
  }

  async open(): Promise<StoreSummary> {
    if (this.#open) throw new StoreError(`${this.name}: it is open already`, { retryable: false });
    await this.#driver.open();
    try {
      await migrateSchema(this.#driver);
      this.#numbers.forget();
      this.#unsettled = undefined;
      const summary = await this.#readSummary();
      this.#open = true;
      return summary;
    } catch (error) {
      await this.#driver.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#tail.catch(() => undefined);
    await this.#driver.close();
  }

  /**
   * @param batch the same object when it is tried again, one that can be read again: it is recognised by that
   * @param batches how many batches of the caller's these are: so far {@link committed} goes on
   */
  commit(batch: Iterable<Write>, batches: number = 1): Promise<void> {
    return this.#inTurn(() => this.#commit(batch, batches));
  }

  /** What {@link open} gave, as it is now. */
  summary(): Promise<StoreSummary> {
    return this.#inTurn(() => this.#readSummary());
  }

  /** How many batches were ever committed, in this process or an earlier one. */
  get committed(): number {
    return this.#committed;
  }

  sweep(now: number): Promise<boolean> {
    return this.#inTurn(() => this.#sweeper.step(now));
  }

  /** Gives back to the system the room of what was removed. May take long, and commits wait for it. */
  vacuum(): Promise<void> {
    return this.#inTurn(async () => this.#driver.vacuum());
  }

  async events(query: EventQuery): Promise<readonly EventRecord[]> {
    return (await this.#read(this.#queries.events(query))).map(toEvent);
  }

  async identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]> {
    const rows = await this.#read(this.#queries.identities(limit));
    return rows.map((row) => ({ channel: toChannel(row), identity: row.identity as string }));
  }

  async lastMessage(channel: ChannelRef): Promise<MessageRef | undefined> {
    const [row] = await this.#read(this.#queries.lastMessage(channel.network, channel.source));
    return typeof row?.last_message === 'string' ? messageRef(channel, row.last_message) : undefined;
  }

  async rows(query: RowQuery): Promise<readonly OutboxRow[]> {
    if (query.state?.length === 0) return [];
    return (await this.#read(this.#queries.rows(query))).map(toOutboxRow);
  }

  async busyChannels(): Promise<readonly ChannelRef[]> {
    return (await this.#read(this.#queries.busyChannels)).map(toChannel);
  }

  async row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined> {
    const [row] = await this.#read(this.#queries.row(channel.network, channel.source, key));
    return row && toOutboxRow(row);
  }

  async family({ channel, id }: MessageRef): Promise<readonly LinkRecord[]> {
    const links = (await this.#read(this.#queries.family(channel.network, channel.source, id))).map(toLink);
    // The index may still know an id that the link has lost.
    const belongs = ({ channel: { network, source }, ids }: LinkRecord): boolean =>
      network === channel.network && source === channel.source && ids.includes(id);
    return links.some(belongs) ? links : [];
  }

  async links(limit: number): Promise<readonly LinkRecord[]> {
    const rows = await this.#read(this.#queries.links(limit + 1));
    // The family that did not fit whole is left out.
    const cut = rows.length > limit ? rows.at(-1)?.number : undefined;
    return rows
      .filter(({ number }) => number !== cut)
      .reverse()
      .map(toLink);
  }

  async get(table: string, key: string): Promise<Json | undefined> {
    const [row] = await this.#read(this.#queries.entry(table, key));
    return row && (JSON.parse(row.value as string) as Json);
  }

  async entries(
    table: string,
    { prefix, after, limit }: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]> {
    const rows = await this.#read(this.#queries.entries(table, prefix, afterPrefix(prefix), after, limit));
    return rows.map(({ key, value }) => [key as string, JSON.parse(value as string) as Json]);
  }

  /** Does one thing after another: what is written must not overtake what was asked before. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#open) return Promise.reject(notOpen(this.name));
    const result = this.#tail.then(work, work);
    this.#tail = result;
    return result;
  }

  async #commit(batch: Iterable<Write>, batches: number): Promise<void> {
    if (await this.#wasCommitted(batch, batches)) return;
    const plan = new BatchPlan(batch);
    try {
      const added = await this.#numbers.assign(plan);
      await this.#driver.write((sink) => {
        this.#writer.write(plan, added, sink);
        sink.run(this.#stateChange(plan, batches));
      });
      this.#committed += batches;
    } catch (error) {
      this.#numbers.forget();
      if (error instanceof StoreError && !error.certain) this.#unsettled = batch;
      throw error;
    }
  }

  /** Whether this very batch was asked for before, its outcome was not known, and it turns out to be in the database. */
  async #wasCommitted(batch: Iterable<Write>, batches: number): Promise<boolean> {
    if (this.#unsettled === undefined) return false;
    // Writes nothing, but has the database to itself again: what was under way before has come to its end.
    await this.#driver.write(() => undefined);
    const [state] = await this.#driver.read(this.#queries.state);
    const last = Number(state?.batch);
    if (last > this.#committed + batches) {
      throw new StoreError(`${this.name}: another host has written to the database since this one lost it`);
    }
    const arrived = last > this.#committed;
    this.#committed = last;
    const same = this.#unsettled === batch;
    this.#unsettled = undefined;
    return arrived && same;
  }

  #stateChange({ lastSequence, totals }: BatchPlan, batches: number): SqlStatement {
    return this.#queries.addToState(
      lastSequence,
      totals.sent,
      totals.retried,
      totals.uncertain,
      totals.dead,
      this.#committed + batches,
    );
  }

  async #readSummary(): Promise<StoreSummary> {
    const [state] = await this.#driver.read(this.#queries.state);
    const counts = { pending: 0, sending: 0, sent: 0, uncertain: 0, dead: 0 };
    for (const row of await this.#driver.read(this.#queries.counts)) {
      counts[rowStates[Number(row.state)]!] = Number(row.count);
    }
    counts.sent -= counts.pending + counts.sending + counts.uncertain + counts.dead;
    this.#committed = Number(state?.batch);
    const total = (name: string): number => Number(state?.[name] ?? 0);
    return {
      lastSequence: total('last_sequence'),
      counts,
      totals: { sent: total('sent'), retried: total('retried'), uncertain: total('uncertain'), dead: total('dead') },
    };
  }

  async #read(statement: SqlStatement): Promise<readonly SqlRow[]> {
    if (!this.#open) throw notOpen(this.name);
    return this.#driver.read(statement);
  }
}

function notOpen(name: string): StoreError {
  return new StoreError(`${name}: the store is not open`, { retryable: false });
}
