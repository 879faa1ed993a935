import { StoreError } from '../errors.ts';
import { Backoff, type BackoffOptions } from '../lifecycle/backoff.ts';
import type { Clock } from '../lifecycle/clock.ts';

const backoffOptions: BackoffOptions = { firstMs: 50, factor: 2, maxMs: 5000, jitter: 0.25 };

/**
 * Asks a store something, and asks again while it cannot answer: what depends on the answer waits, instead of being done
 * without it.
 * @throws what asking again will not change
 */
export async function ask<T>(clock: Clock, question: () => Promise<T>): Promise<T> {
  const backoff = new Backoff(clock, backoffOptions);
  for (;;) {
    try {
      return await question();
    } catch (error) {
      if (!(error instanceof StoreError && error.retryable)) throw error;
      await new Promise<void>((resolve) => void clock.after(backoff.next(), resolve));
    }
  }
}
