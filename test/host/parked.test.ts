import { expect, it } from 'vitest';
import { Parked } from '../../src/host/parked.ts';
import type { Channel } from '../../src/plug/plug.ts';
import { FakeClock } from '../../src/testing/index.ts';

const channel = { toString: () => 'net/room' } as Channel;

it('keeps 1,000 changes waiting for their messages and no more, and says what it gives up', () => {
  const warnings: string[] = [];
  const done: number[] = [];
  const parked = new Parked({
    clock: new FakeClock(),
    warn: (message) => warnings.push(message),
    done: (sequence) => done.push(sequence),
  });
  const gone: number[] = [];
  const park = (number: number): boolean => parked.park(channel, `m${number}`, number, () => gone.push(number));
  for (let number = 1; number <= 1000; number += 1) expect(park(number)).toBe(true);
  expect(warnings).toEqual([]);
  expect(park(1001)).toBe(false);
  expect(warnings).toEqual([
    'net/room: a change of message m1001 is given up: 1000 wait already for messages that did not come',
  ]);
  expect([parked.keeps(1000), parked.keeps(1001)]).toEqual([true, false]);
  parked.arrived(channel, 'm1');
  expect([gone, done, park(1001)]).toEqual([[1], [1], true]);
});
