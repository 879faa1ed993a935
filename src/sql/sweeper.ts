import type { Retention } from '../store/records.ts';
import type { SqlDriver, SqlSink } from './driver.ts';
import type { SqlStatement } from './statement.ts';

/** How many of each kind are looked at, and how many are counted, in one go: a few milliseconds' work. */
const STEP = 500;
const COUNT_STEP = 5000;

/** One kind of thing that grows old. */
export interface Sweepable {
  /** Of the next `limit` of them after a number: the `last`, null where there are none, and the `count` of those that could go. */
  count(after: number, limit: number): SqlStatement;
  /** The next `limit` of them after a number, oldest first: `id`, `at`, and `finished`, which is 1 or 0. */
  next(after: number, limit: number): SqlStatement;
  /** What removes these. */
  remove(ids: readonly number[]): Promise<(sink: SqlSink) => void>;
}

interface Pass {
  readonly what: Sweepable;
  /** How far it has been counted, or looked through. */
  after: number;
  /** How many more there are than may be kept, as far as they are counted. */
  excess: number;
  counted: boolean;
  over: boolean;
}

/** Removes what the retention does not keep, a little at a time, from the oldest on. */
export class Sweeper {
  readonly #driver: SqlDriver;
  readonly #retention: Retention;
  readonly #passes: readonly Pass[];

  constructor(driver: SqlDriver, retention: Retention, all: readonly Sweepable[]) {
    this.#driver = driver;
    this.#retention = retention;
    this.#passes = all.map((what) => ({ what, ...this.#beginning() }));
  }

  /** One go at each kind; gives whether there is more to do. */
  async step(now: number): Promise<boolean> {
    const moment = now - this.#retention.maxAgeMs;
    for (const pass of this.#passes) if (!pass.over) await this.#go(pass, moment);
    if (this.#passes.some(({ over }) => !over)) return true;
    for (const pass of this.#passes) Object.assign(pass, this.#beginning());
    return false;
  }

  #beginning(): Omit<Pass, 'what'> {
    return { after: 0, excess: -this.#retention.maxCount, counted: false, over: false };
  }

  #go(pass: Pass, moment: number): Promise<void> {
    return pass.counted ? this.#remove(pass, moment) : this.#count(pass);
  }

  /** To count a large table at once would take long. */
  async #count(pass: Pass): Promise<void> {
    const [row] = await this.#driver.read(pass.what.count(pass.after, COUNT_STEP));
    const last = row?.last;
    pass.counted = last === null || last === undefined;
    pass.after = pass.counted ? 0 : Number(last);
    pass.excess += Number(row?.count ?? 0);
  }

  async #remove(pass: Pass, moment: number): Promise<void> {
    const { what } = pass;
    const found = await this.#driver.read(what.next(pass.after, STEP));
    const going: number[] = [];
    let stayed = 0;
    for (const row of found) {
      pass.after = Number(row.id);
      if (Number(row.finished) !== 1) continue;
      if (going.length < pass.excess || Number(row.at) < moment) going.push(pass.after);
      else stayed += 1;
    }
    if (going.length > 0) await this.#driver.write(await what.remove(going));
    pass.excess -= going.length;
    // Numbers are given out in order: after a stretch of which all may stay comes only what is younger still.
    pass.over = found.length < STEP || (stayed > 0 && going.length === 0);
  }
}
