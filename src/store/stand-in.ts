import { StoreError } from '../errors.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { ChannelRef, MessageRef } from '../model/refs.ts';
import { memoryStore } from './memory.ts';
import type { EventQuery, RowQuery, Write } from './records.ts';
import type { Store } from './store.ts';

/**
 * A store that memory stands in for where it cannot be opened, until it is opened again: what it holds stays where it is,
 * and what happens meanwhile is lost with the process.
 */
export class StandIn implements Store {
  readonly name: string;
  readonly lasting: boolean;
  readonly #store: Store;
  readonly #logger: Logger;
  #present: Store;

  constructor(store: Store, logger: Logger) {
    this.name = store.name;
    this.lasting = store.lasting;
    this.#store = store;
    this.#logger = logger;
    this.#present = store;
  }

  async open(): ReturnType<Store['open']> {
    this.#present = this.#store;
    try {
      return await this.#store.open();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#logger.error(
        { store: this.name, error },
        'the store cannot be opened; everything goes on, and is lost when this process ends',
      );
      // It is asked all that a store that lasts is asked.
      this.#present = memoryStore({ lasting: this.lasting });
      return await this.#present.open();
    }
  }

  close(): Promise<void> {
    return this.#present.close();
  }

  commit(batch: readonly Write[]): ReturnType<Store['commit']> {
    return this.#present.commit(batch);
  }

  events(query: EventQuery): ReturnType<Store['events']> {
    return this.#present.events(query);
  }

  identities(limit: number): ReturnType<Store['identities']> {
    return this.#present.identities(limit);
  }

  lastMessage(channel: ChannelRef): ReturnType<Store['lastMessage']> {
    return this.#present.lastMessage(channel);
  }

  rows(query: RowQuery): ReturnType<Store['rows']> {
    return this.#present.rows(query);
  }

  busyChannels(): ReturnType<Store['busyChannels']> {
    return this.#present.busyChannels();
  }

  row(channel: ChannelRef, key: string): ReturnType<Store['row']> {
    return this.#present.row(channel, key);
  }

  family(ref: MessageRef): ReturnType<Store['family']> {
    return this.#present.family(ref);
  }

  links(limit: number): ReturnType<Store['links']> {
    return this.#present.links(limit);
  }

  get(table: string, key: string): ReturnType<Store['get']> {
    return this.#present.get(table, key);
  }

  entries(table: string, query: Parameters<Store['entries']>[1]): ReturnType<Store['entries']> {
    return this.#present.entries(table, query);
  }

  sweep(now: number): Promise<boolean> {
    return this.#present.sweep(now);
  }
}
