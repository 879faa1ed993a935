import fc from 'fast-check';
import type { FakeClock } from '../../src/testing/index.ts';
import { microtasks } from './scripted-host.ts';

/** A moment after something: so many milliseconds, then so many macrotasks, then so many promise callbacks later. */
export interface Moment {
  readonly ms: number;
  readonly macrotasks: number;
  readonly microtasks: number;
}

/** Any moment: at once, in the same breath, in the same millisecond, or later. */
export const anyMoment: fc.Arbitrary<Moment> = fc.record({
  ms: fc.constantFrom(0, 0, 0, 1, 2, 5),
  macrotasks: fc.constantFrom(0, 0, 0, 1, 2),
  microtasks: fc.nat({ max: 8 }),
});

/** Does something at that moment. */
export function at(clock: FakeClock, moment: Moment, act: () => void): void {
  const late = (): void => {
    if (moment.microtasks === 0) act();
    else void microtasks(moment.microtasks).then(act);
  };
  const tasks = (left: number): void => {
    if (left === 0) late();
    else clock.macrotask(() => tasks(left - 1));
  };
  if (moment.ms === 0) tasks(moment.macrotasks);
  else clock.after(moment.ms, () => tasks(moment.macrotasks));
}
