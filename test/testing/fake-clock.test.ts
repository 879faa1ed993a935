import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../src/testing/index.ts';

/** An async function that resumes `depth` promise callbacks later. */
async function deep(depth: number, then: () => void): Promise<void> {
  for (let step = 0; step < depth; step += 1) await undefined;
  then();
}

describe('a FakeClock', () => {
  it('stands still until it is told to go on', async () => {
    const clock = new FakeClock({ startMs: 1000 });
    let rung = 0;
    clock.after(5, () => {
      rung += 1;
    });
    await clock.settle();
    expect([clock.now(), rung]).toEqual([1000, 0]);
    await clock.advance(4);
    expect([clock.now(), rung]).toEqual([1004, 0]);
    await clock.advance(10);
    expect([clock.now(), rung]).toEqual([1014, 1]);
  });

  it('runs timers in the order of their time, and then of the asking', async () => {
    const clock = new FakeClock();
    const rung: string[] = [];
    const at = (ms: number, name: string): (() => void) =>
      clock.after(ms, () => rung.push(`${name}@${clock.now() - start}`));
    const start = clock.now();
    at(30, 'late');
    at(10, 'first');
    at(10, 'second');
    at(20, 'cancelled')();
    at(0, 'at once');
    await clock.runUntilIdle();
    expect(rung).toEqual(['at once@0', 'first@10', 'second@10', 'late@30']);
    expect(clock.timers).toBe(0);
  });

  it('runs all promise callbacks between two macrotasks', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    clock.macrotask(() => void deep(50, () => seen.push('promise of the first')));
    clock.macrotask(() => seen.push('second'));
    await clock.settle();
    expect(seen).toEqual(['promise of the first', 'second']);
    expect(clock.macrotasks).toBe(2);
  });

  it('runs macrotasks before time passes', async () => {
    const clock = new FakeClock();
    const seen: string[] = [];
    clock.after(1, () => seen.push('timer'));
    clock.macrotask(() => {
      seen.push('task');
      clock.macrotask(() => seen.push('task of the task'));
    });
    await clock.advance(1);
    expect(seen).toEqual(['task', 'task of the task', 'timer']);
  });

  it('stops when a condition holds, and says so', async () => {
    const clock = new FakeClock();
    let ticks = 0;
    const tick = (): void => {
      ticks += 1;
      clock.after(1000, tick);
    };
    tick();
    expect(await clock.runUntil(() => ticks === 4)).toBe(true);
    expect(await clock.runUntil(() => ticks === 100, 5000)).toBe(false);
    expect(ticks).toBe(9);
  });

  it('does not wait for ever', async () => {
    const clock = new FakeClock();
    await expect(clock.wait(new Promise(() => undefined))).rejects.toThrow(/nothing is left/);
    expect(await clock.wait(new Promise((resolve) => clock.after(1e6, () => resolve('in time'))))).toBe('in time');
  });

  it('has the same luck with the same seed', () => {
    const draw = (seed: number): number[] => {
      const clock = new FakeClock({ seed });
      return Array.from({ length: 20 }, () => clock.random());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(Math.min(...draw(7))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draw(7))).toBeLessThan(1);
  });

  it('lets the event loop of the machine have its turn', async () => {
    const clock = new FakeClock();
    let real = false;
    setImmediate(() => {
      real = true;
    });
    let left = 5000;
    const again = (): void => {
      left -= 1;
      if (left > 0) clock.macrotask(again);
    };
    again();
    await clock.settle();
    expect(real).toBe(true);
  });
});
