/** From this long on a wait is told of, in ms. */
const worthTellingMs = 2000;
/** How often waits are told of, in ms. */
const tellEveryMs = 30_000;

/** Counts how long requests wait for rate limits, and tells of long waits now and then. */
export class Waits {
  waits = 0;
  waitedMs = 0;
  readonly #tell: (route: string, waitMs: number) => void;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(tell: (route: string, waitMs: number) => void) {
    this.#tell = tell;
  }

  add(route: string, waitMs: number): void {
    this.waits += 1;
    this.waitedMs += waitMs;
    const now = performance.now();
    if (waitMs < worthTellingMs || now - this.#toldAt < tellEveryMs) return;
    this.#toldAt = now;
    this.#tell(route, Math.ceil(waitMs));
  }
}
