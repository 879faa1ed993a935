import type { Observable } from 'rxjs';
import { BadReferenceError, DroppedError } from '../errors.ts';
import type { OutboxCounts, OutboxRow, OutboxTotals, RowQuery } from '../store/records.ts';
import type { Core } from './core.ts';
import type { OutboxChange } from './rows.ts';

/** What the outbox does with a row by hand. */
export interface OutboxActions {
  /** Brings a row from the store back into its lane. */
  relaunch(row: OutboxRow): Promise<void>;
}

/** Everything that was posted and is not yet delivered, and for a while what was. */
export class Outbox {
  readonly #core: Core;
  readonly #actions: OutboxActions;

  constructor(core: Core, actions: OutboxActions) {
    this.#core = core;
    this.#actions = actions;
  }

  /** How many rows are in each state now. */
  get counts(): OutboxCounts {
    return { ...this.#core.rows.counts };
  }

  /** How often each has happened since the store began. */
  get totals(): OutboxTotals {
    return { ...this.#core.rows.totals };
  }

  /** Rows, oldest first; a page of 100 unless told otherwise. */
  async list(query: RowQuery = {}): Promise<readonly OutboxRow[]> {
    await this.#core.committer.drain();
    return await this.#core.store.rows(query);
  }

  /** Each row that comes, changes or goes, from now on. */
  watch(): Observable<OutboxChange> {
    return this.#core.rows.changes.asObservable();
  }

  /**
   * Tries a dead or uncertain row again, behind what is in its channel's lane now.
   * @throws BadReferenceError where there is no such row, or it is on its way or sent
   */
  async retry(id: number): Promise<void> {
    const row = await this.#row(id);
    const stuck = row.state === 'dead' || (row.state === 'uncertain' && this.#core.rows.get(id)?.over !== false);
    if (!stuck)
      throw new BadReferenceError(`outbox: row ${id} is ${row.state}; only what is dead or uncertain is tried again`);
    await this.#actions.relaunch(row);
  }

  /**
   * Forgets a row; one that has not left is not sent.
   * @throws BadReferenceError where there is no such row
   */
  async discard(id: number): Promise<void> {
    const row = await this.#row(id);
    const { rows } = this.#core;
    const outgoing = rows.get(id);
    outgoing?.cancel(new DroppedError(`outbox: row ${id} was discarded`));
    const removal = rows.remove(id, row.state);
    // Until then a new process would send it, so nothing overtakes it.
    if (outgoing !== undefined) outgoing.safe = removal;
    await removal.promise();
  }

  async #row(id: number): Promise<OutboxRow> {
    await this.#core.committer.drain();
    const [row] = await this.#core.store.rows({ after: id - 1, limit: 1 });
    if (row?.id === id) return row;
    throw new BadReferenceError(`outbox: there is no row ${id}`);
  }
}
