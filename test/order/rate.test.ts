import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rate } from '../../src/order/rate.ts';
import { FakeClock } from '../../src/testing/index.ts';

const rates = fc.record({
  count: fc.integer({ min: 1, max: 6 }),
  perMs: fc.constantFrom(10, 100, 1000),
  burst: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }),
});
const requests = fc.array(fc.record({ afterMs: fc.nat({ max: 300 }), puts: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 30,
});

describe('a Rate', () => {
  it('lets in no window of time more through than it allows, in order, and everybody in the end', async () => {
    await fc.assert(
      fc.asyncProperty(rates, requests, async ({ count, perMs, burst }, list) => {
        const clock = new FakeClock();
        const start = clock.now();
        const rate = new Rate(clock, { count, perMs, scope: 'plug', ...(burst !== undefined && { burst }) });
        const went: { readonly index: number; readonly at: number; readonly puts: number }[] = [];
        for (const [index, { afterMs, puts }] of list.entries()) {
          await clock.advance(afterMs);
          const go = (): void => void went.push({ index, at: clock.now(), puts });
          if (rate.admit(puts, go)) go();
        }
        await clock.advance(perMs * 200);
        expect(went.map(({ index }) => index)).toEqual([...list.keys()]);
        const size = burst ?? count;
        const windowMs = (perMs * size) / count;
        for (const { at } of went) {
          const within = went.filter((other) => other.at >= at && other.at < at + windowMs);
          const puts = within.reduce((sum, other) => sum + Math.min(other.puts, size), 0);
          expect(puts, `from ${at - start} for ${windowMs} ms`).toBeLessThanOrEqual(size);
        }
        rate.close();
        expect(clock.timers).toBe(0);
      }),
    );
  });

  it('lets the first burst through at once', () => {
    const clock = new FakeClock();
    const rate = new Rate(clock, { count: 2, perMs: 1000, burst: 5, scope: 'plug' });
    const admitted = Array.from({ length: 7 }, () => rate.admit(1, () => undefined));
    expect(admitted).toEqual([true, true, true, true, true, false, false]);
  });

  it('lets what is larger than its window through when that is empty, and makes up for it', async () => {
    const clock = new FakeClock();
    const rate = new Rate(clock, { count: 2, perMs: 1000, scope: 'plug' });
    expect(rate.admit(9, () => undefined)).toBe(true);
    const went: number[] = [];
    for (const number of [1, 2]) expect(rate.admit(1, () => void went.push(number))).toBe(false);
    await clock.advance(3999);
    expect(went).toEqual([]);
    await clock.advance(1);
    expect(went).toEqual([1]);
    await clock.advance(1000);
    expect(went).toEqual([1, 2]);
  });

  it('does not stop when the clock is set back', async () => {
    let now = 1_000_000;
    const clock = new FakeClock();
    const real = clock.now.bind(clock);
    const began = real();
    const jumping = Object.assign(Object.create(clock) as FakeClock, {
      now: () => now + real() - began,
      after: clock.after.bind(clock),
    });
    const rate = new Rate(jumping, { count: 1, perMs: 1000, scope: 'plug' });
    rate.admit(1, () => undefined);
    now -= 500_000;
    let went = false;
    rate.admit(1, () => {
      went = true;
    });
    await clock.advance(1000);
    expect(went).toBe(true);
  });
});
