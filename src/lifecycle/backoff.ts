import type { Clock } from './clock.ts';

/** How long to wait between attempts. */
export interface BackoffOptions {
  /** The first wait, in milliseconds. */
  readonly firstMs: number;
  /** By how much each wait is longer than the one before. */
  readonly factor: number;
  /** The longest wait, in milliseconds, jitter included. */
  readonly maxMs: number;
  /** The longest wait within the first minute of an outage, in milliseconds, jitter included. */
  readonly earlyMaxMs?: number;
  /** By how much a wait may differ from the plan, as a fraction, so that many clients do not return at once. */
  readonly jitter: number;
}

/** How reconnections are paced: quick while the outage is young, patient later. */
export const reconnectBackoff: BackoffOptions = {
  firstMs: 1000,
  factor: 1.5,
  maxMs: 300_000,
  earlyMaxMs: 3000,
  jitter: 0.25,
};

const EARLY_MS = 60_000;

/** Counts attempts and says how long to wait before the next. */
export class Backoff {
  readonly #clock: Clock;
  readonly #options: BackoffOptions;
  #attempts = 0;
  #since = 0;
  /** The last wait, before chance had its say. */
  #planned = 0;

  constructor(clock: Clock, options: BackoffOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** How many waits were given since the last {@link reset}. */
  get attempts(): number {
    return this.#attempts;
  }

  /** The next wait, in milliseconds. */
  next(): number {
    const { firstMs, factor, maxMs, earlyMaxMs, jitter } = this.#options;
    if (this.#attempts === 0) this.#since = this.#clock.now();
    const early = this.#clock.now() - this.#since < EARLY_MS;
    const longest = early ? Math.min(earlyMaxMs ?? maxMs, maxMs) : maxMs;
    // Room for the jitter, so that the longest waits differ too.
    const grown = this.#attempts === 0 ? firstMs : this.#planned * factor;
    this.#planned = Math.min(grown, longest / (1 + jitter));
    this.#attempts += 1;
    return this.#planned * (1 + jitter * (2 * this.#clock.random() - 1));
  }

  /** Forgets the attempts: the next wait is the first again. */
  reset(): void {
    this.#attempts = 0;
  }
}
