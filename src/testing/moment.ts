import type { Clock } from '../lifecycle/clock.ts';

/** A moment after something: so many milliseconds, then so many macrotasks, then so many promise callbacks later. */
export interface Moment {
  readonly ms: number;
  readonly macrotasks: number;
  readonly microtasks: number;
}

/** Does something at that moment; at once, in the very call, where all its numbers are 0. */
export function at(clock: Clock, moment: Moment, act: () => void): void {
  const promised = async (): Promise<void> => {
    for (let left = moment.microtasks; left > 0; left -= 1) await undefined;
    act();
  };
  const late = (): void => {
    if (moment.microtasks === 0) act();
    else void promised();
  };
  const tasks = (left: number): void => {
    if (left === 0) late();
    else clock.macrotask(() => tasks(left - 1));
  };
  if (moment.ms === 0) tasks(moment.macrotasks);
  else clock.after(moment.ms, () => tasks(moment.macrotasks));
}
