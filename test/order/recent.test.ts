import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Recent } from '../../src/order/recent.ts';

describe('Recent', () => {
  it('remembers the newest for sure, and never more than twice as many', () => {
    const keys = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.nat({ max: 60 })), { maxLength: 200 });
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 20 }), (list, limit) => {
        const recent = new Recent<string, number>(limit);
        const order: string[] = [];
        const values = new Map<string, number>();
        list.forEach(([owner, id], index) => {
          recent.set(owner, String(id), index);
          const key = `${owner} ${id}`;
          values.set(key, index);
          if (order.includes(key)) order.splice(order.indexOf(key), 1);
          order.push(key);
          const newest = order.slice(-limit + 1);
          if (limit > 1) {
            for (const one of newest) {
              const [whose, what] = one.split(' ') as [string, string];
              expect(recent.get(whose, what), `${one} of ${order.join(', ')}`).toBe(values.get(one));
              expect(recent.has(whose, what)).toBe(true);
            }
          }
          const known = [...values.keys()].filter((one) => recent.has(...(one.split(' ') as [string, string])));
          expect(known.length).toBeLessThanOrEqual(limit * 2);
        });
      }),
    );
  });
});
