import { PlugError, RateLimitedError, TielineError } from '../errors.ts';
import type { BackoffOptions } from '../lifecycle/backoff.ts';
import type { Clock } from '../lifecycle/clock.ts';

/** What `put()` threw, as one of our errors: what is not ours counts as retryable and not certain unless it says so. */
export function toFailure(plug: string, error: unknown): TielineError {
  if (error instanceof TielineError) return error;
  const { retryable, certain } = (error ?? {}) as { retryable?: unknown; certain?: unknown };
  const text = error instanceof Error ? error.message : String(error);
  return new PlugError(`${plug}: ${text}`, {
    cause: error,
    ...(typeof retryable === 'boolean' && { retryable }),
    ...(typeof certain === 'boolean' && { certain }),
  });
}

/** How the attempts for one posted message are paced. */
export const deliveryBackoff: BackoffOptions = { firstMs: 1000, factor: 2, maxMs: 60_000, jitter: 0.25 };

/** How often a message is tried that the network neither takes nor refuses for good. Outages and rate limits do not count. */
export const MAX_ATTEMPTS = 10;

/** How long to wait before attempt number `attempts` + 1, in milliseconds. */
export function retryDelay(clock: Clock, error: TielineError, attempts: number): number {
  if (error instanceof RateLimitedError) return error.retryAfterMs;
  const { firstMs, factor, maxMs, jitter } = deliveryBackoff;
  const planned = Math.min(firstMs * factor ** Math.max(0, attempts - 1), maxMs);
  return planned * (1 + jitter * (2 * clock.random() - 1));
}
