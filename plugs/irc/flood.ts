import PQueue from 'p-queue';

/** How fast a server lets its clients write. */
export interface FloodLimits {
  /** Lines that may go out at once. */
  readonly burst: number;
  /** Lines a second after that. */
  readonly perSecond: number;
}

/**
 * Paces lines so that the server does not throw us out: a burst, then so many a second, and never more unread lines at
 * the server than a burst and a half, because a server that is slow with us counts those too.
 */
export class FloodControl {
  readonly #queue: PQueue;
  #ended = new AbortController();

  constructor({ burst, perSecond }: FloodLimits) {
    this.#queue = new PQueue({
      intervalCap: burst,
      interval: Math.ceil((burst / perSecond) * 1000),
      strict: true,
      concurrency: Math.ceil(burst * 1.5),
    });
  }

  /** Runs `write` in its turn; it settles once the server has read the line. */
  run<T>(write: () => Promise<T>): Promise<T> {
    return this.#queue.add(write, { signal: this.#ended.signal });
  }

  /** Rejects everything that has not been written, with this reason. */
  clear(reason: Error): void {
    this.#ended.abort(reason);
    this.#ended = new AbortController();
  }
}
