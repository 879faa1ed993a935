import type { OutboxRow, Store } from '../../../src/index.ts';

/** Looks into the store of a bridge that is not running: what was uncertain, and what the outbox counted. */
export class Ledger {
  /** The keys of all rows that were ever uncertain. */
  readonly uncertain = new Set<string>();
  /** How many rows were being sent when a process ended, and then taken up by another. */
  interrupted = 0;
  /** How many the outbox counted as uncertain. */
  counted = 0;
  readonly #byNetwork = new Map<string, number>();
  #sending = new Map<number, OutboxRow>();

  /** How many rows of a network were interrupted. */
  totalOf(name: string): number {
    return this.#byNetwork.get(`line:${name}`) ?? 0;
  }

  /** Between two processes; the store is not open. */
  async look(store: Store): Promise<void> {
    const { totals } = await store.open();
    this.counted = totals.uncertain;
    for (const [id, row] of this.#sending) {
      const [now] = await store.rows({ after: id - 1, limit: 1 });
      if (now?.id === id && now.state === 'sending' && now.changedAt === row.changedAt) continue;
      this.interrupted += 1;
      this.uncertain.add(row.key);
      const { network } = row.channel;
      this.#byNetwork.set(network, (this.#byNetwork.get(network) ?? 0) + 1);
    }
    this.#sending = new Map((await store.rows({ state: 'sending', limit: 10_000 })).map((row) => [row.id, row]));
    await store.close();
  }
}
