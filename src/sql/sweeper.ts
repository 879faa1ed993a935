import type { Retention } from '../store/records.ts';
import type { SqlDriver, SqlSink } from './driver.ts';
import type { SqlStatement } from './statement.ts';

/** How many of each kind are looked at in one go: a few milliseconds' work. */
const STEP = 500;

/** One kind of thing that grows old. */
export interface Sweepable {
  /** How many there are that could go. */
  readonly count: SqlStatement;
  /** The next `limit` of them after a number, oldest first: `id`, `at`, and `finished`, which is 1 or 0. */
  next(after: number, limit: number): SqlStatement;
  /** What removes these. */
  remove(ids: readonly number[]): Promise<(sink: SqlSink) => void>;
}

interface Pass {
  readonly what: Sweepable;
  after: number;
  /** How many more there are than may be kept; counted when a pass begins. */
  excess: number | undefined;
}

/** Removes what the retention does not keep, a little at a time, from the oldest on. */
export class Sweeper {
  readonly #driver: SqlDriver;
  readonly #retention: Retention;
  readonly #passes: readonly Pass[];

  constructor(driver: SqlDriver, retention: Retention, all: readonly Sweepable[]) {
    this.#driver = driver;
    this.#retention = retention;
    this.#passes = all.map((what) => ({ what, after: 0, excess: undefined }));
  }

  /** One go at each kind; gives whether there is more to do. */
  async step(now: number): Promise<boolean> {
    let more = false;
    for (const pass of this.#passes) if (await this.#go(pass, now - this.#retention.maxAgeMs)) more = true;
    return more;
  }

  async #go(pass: Pass, moment: number): Promise<boolean> {
    const { what } = pass;
    if (pass.excess === undefined) {
      const [row] = await this.#driver.read(what.count);
      pass.excess = Number(row?.count ?? 0) - this.#retention.maxCount;
      pass.after = 0;
    }
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
    const more = found.length === STEP && (stayed === 0 || going.length > 0);
    if (!more) pass.excess = undefined;
    return more;
  }
}
