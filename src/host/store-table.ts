import type { Committer } from '../store/committer.ts';
import type { Json } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Table } from '../store/table.ts';

const PAGE = 500;

/** A hook's table, in the host's store. */
export class StoreTable implements Table {
  readonly #store: Store;
  readonly #committer: Committer;
  readonly #name: string;

  constructor(store: Store, committer: Committer, name: string) {
    this.#store = store;
    this.#committer = committer;
    this.#name = name;
  }

  async get(key: string): Promise<Json | undefined> {
    // What was set before is seen, though it is still on its way to the store.
    await this.#committer.drain();
    return await this.#store.get(this.#name, key);
  }

  set(key: string, value: Json): Promise<void> {
    return this.#committer.add({ op: 'set', table: this.#name, key, value }).promise();
  }

  delete(key: string): Promise<void> {
    return this.#committer.add({ op: 'unset', table: this.#name, key }).promise();
  }

  async *entries(prefix = ''): AsyncIterable<readonly [key: string, value: Json]> {
    await this.#committer.drain();
    let after: string | undefined;
    for (;;) {
      const page = await this.#store.entries(this.#name, {
        prefix,
        limit: PAGE,
        ...(after !== undefined && { after }),
      });
      yield* page;
      if (page.length < PAGE) return;
      after = page.at(-1)?.[0];
    }
  }
}
