import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Seen } from '../../src/order/seen.ts';

const LIMIT = 10;

describe('Seen', () => {
  it('knows the newest for sure, whatever the ids look like', () => {
    const ids = fc.array(fc.stringMatching(/^[0-9a-c]{1,2}$/), { maxLength: 60 });
    fc.assert(
      fc.property(ids, (list) => {
        const seen = new Seen<string>(LIMIT);
        const added: string[] = [];
        for (const id of list) {
          const isNew = seen.add('room', id);
          if (added.slice(-LIMIT).includes(id)) expect(isNew, id).toBe(false);
          if (!added.includes(id)) expect(isNew, id).toBe(true);
          if (isNew) added.push(id);
        }
      }),
    );
  });

  it('forgets what came before twice as many', () => {
    const seen = new Seen<string>(LIMIT);
    for (const id of ['b', 'a']) seen.add('room', id);
    for (let number = 100; number < 100 + 2 * LIMIT; number += 1) seen.add('room', String(number));
    // Neither is greater than all before it: each had to be looked up.
    expect([seen.add('room', 'a'), seen.add('room', 'b')]).toEqual([true, true]);
  });

  it('keeps channels apart', () => {
    const seen = new Seen<string>(LIMIT);
    expect([seen.add('a', '1'), seen.add('b', '1'), seen.add('a', '1')]).toEqual([true, true, false]);
  });
});
