import { describe, expect, it } from 'vitest';
import { type Runnable, Turns } from '../../src/order/turns.ts';
import { FakeClock } from '../../src/testing/index.ts';

/** Somebody with so much to do. */
function worker(turns: Turns, name: string, work: number, log: string[]): Runnable {
  let left = work;
  const runnable: Runnable = {
    run() {
      while (left > 0) {
        if (!turns.spend()) return turns.ask(runnable);
        left -= 1;
        log.push(name);
      }
    },
  };
  return runnable;
}

describe('Turns', () => {
  it('lets everybody do all they have to do', async () => {
    const clock = new FakeClock();
    const turns = new Turns(clock);
    const log: string[] = [];
    for (let index = 0; index < 50; index += 1) turns.ask(worker(turns, `w${index}`, 500, log));
    await clock.settle();
    expect(log).toHaveLength(25_000);
  });

  it('lets nobody wait for more than a round of the others', async () => {
    const clock = new FakeClock();
    const turns = new Turns(clock);
    const log: string[] = [];
    for (let index = 0; index < 40; index += 1) turns.ask(worker(turns, 'busy', 10_000, log));
    turns.ask(worker(turns, 'calm', 1, log));
    await clock.settle();
    // Forty lanes, a slice each.
    expect(log.indexOf('calm')).toBeLessThanOrEqual(40 * 64);
  });

  it('runs nobody inside the call that asks', () => {
    const turns = new Turns(new FakeClock());
    const log: string[] = [];
    turns.ask(worker(turns, 'a', 1, log));
    expect(log).toEqual([]);
  });

  it('gives timers and sockets their turn', async () => {
    const clock = new FakeClock();
    const turns = new Turns(clock);
    const log: string[] = [];
    turns.ask(worker(turns, 'busy', 5000, log));
    clock.macrotask(() => log.push('socket'));
    await clock.settle();
    expect(log.indexOf('socket')).toBeLessThanOrEqual(1024);
  });
});
