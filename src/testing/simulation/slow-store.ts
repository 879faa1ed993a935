import type { Clock } from '../../lifecycle/clock.ts';
import type { ChannelRef, MessageRef } from '../../model/refs.ts';
import type {
  EventQuery,
  EventRecord,
  Json,
  LinkRecord,
  OutboxRow,
  RowQuery,
  StoreSummary,
  Write,
} from '../../store/records.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { CrashingStore } from './options.ts';

/** A store that takes its time: what it was asked to write is written a while later, and lost if it crashes before. */
export class SlowStore implements CrashingStore {
  readonly name: string;
  readonly lasting: boolean;
  readonly #store: CrashingStore;
  readonly #clock: Clock;
  readonly #mostMs: number;
  readonly #luck: SeededRandom;
  #last: Promise<void> = Promise.resolve();
  #crashed = false;

  constructor(store: CrashingStore, clock: Clock, mostMs: number, luck: SeededRandom = new SeededRandom(mostMs)) {
    this.name = `slow ${store.name}`;
    this.lasting = store.lasting;
    this.#store = store;
    this.#clock = clock;
    this.#mostMs = mostMs;
    this.#luck = luck;
  }

  crash(): CrashingStore {
    this.#crashed = true;
    return new SlowStore(this.#store.crash(), this.#clock, this.#mostMs, this.#luck);
  }

  open(): Promise<StoreSummary> {
    return this.#store.open();
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  commit(batch: readonly Write[]): Promise<void> {
    const before = this.#last;
    this.#last = this.#commit(batch, before);
    return this.#last;
  }

  async #commit(batch: readonly Write[], before: Promise<void>): Promise<void> {
    await this.#while();
    await before;
    if (this.#crashed) return await new Promise<never>(() => undefined);
    await this.#store.commit(batch);
    // It is written, and the host does not know yet.
    await this.#while();
    if (this.#crashed) await new Promise<never>(() => undefined);
  }

  async #while(): Promise<void> {
    const ms = this.#luck.below(this.#mostMs + 1);
    if (ms > 0) await new Promise<void>((resolve) => void this.#clock.after(ms, resolve));
  }

  async events(query: EventQuery): Promise<readonly EventRecord[]> {
    await this.#while();
    return await this.#store.events(query);
  }

  identities(limit: number): Promise<readonly { readonly channel: ChannelRef; readonly identity: string }[]> {
    return this.#store.identities(limit);
  }

  lastMessage(channel: ChannelRef): Promise<MessageRef | undefined> {
    return this.#store.lastMessage(channel);
  }

  async rows(query: RowQuery): Promise<readonly OutboxRow[]> {
    await this.#while();
    return await this.#store.rows(query);
  }

  busyChannels(): Promise<readonly ChannelRef[]> {
    return this.#store.busyChannels();
  }

  row(channel: ChannelRef, key: string): Promise<OutboxRow | undefined> {
    return this.#store.row(channel, key);
  }

  async family(ref: MessageRef): Promise<readonly LinkRecord[]> {
    await this.#while();
    return await this.#store.family(ref);
  }

  links(limit: number): Promise<readonly LinkRecord[]> {
    return this.#store.links(limit);
  }

  get(table: string, key: string): Promise<Json | undefined> {
    return this.#store.get(table, key);
  }

  entries(
    table: string,
    query: { readonly prefix: string; readonly after?: string; readonly limit: number },
  ): Promise<readonly (readonly [key: string, value: Json])[]> {
    return this.#store.entries(table, query);
  }

  sweep(now: number): Promise<boolean> {
    return this.#store.sweep(now);
  }
}
