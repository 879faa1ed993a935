import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Backoff, reconnectBackoff } from '../../src/lifecycle/backoff.ts';
import { FakeClock } from '../../src/testing/index.ts';

/** The waits of an outage of so many attempts, each with how long the outage had lasted when it began. */
async function outage(attempts: number, seed: number): Promise<{ readonly after: number; readonly wait: number }[]> {
  const clock = new FakeClock({ seed });
  const backoff = new Backoff(clock, reconnectBackoff);
  const began = clock.now();
  const waits: { readonly after: number; readonly wait: number }[] = [];
  for (let n = 0; n < attempts; n += 1) {
    const wait = backoff.next();
    waits.push({ after: clock.now() - began, wait });
    await clock.advance(wait);
  }
  return waits;
}

describe('reconnecting', () => {
  it('is paced: a second growing by half, three at most in the first minute, five minutes at most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const waits = await outage(45, seed);
        let planned = 1000;
        for (const { after, wait } of waits) {
          const longest = after < 60_000 ? 3000 : 300_000;
          planned = Math.min(planned, longest / 1.25);
          expect(wait).toBeLessThanOrEqual(planned * 1.25);
          expect(wait).toBeGreaterThanOrEqual(planned * 0.75);
          planned *= 1.5;
        }
        expect(waits.at(-1)?.wait).toBeGreaterThan(150_000);
      }),
      { numRuns: 30 },
    );
  });

  it('begins anew after a reset', async () => {
    const clock = new FakeClock();
    const backoff = new Backoff(clock, reconnectBackoff);
    for (let n = 0; n < 30; n += 1) await clock.advance(backoff.next());
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(1250);
  });
});
