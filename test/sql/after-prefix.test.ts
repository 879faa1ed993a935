import fc from 'fast-check';
import { expect, it } from 'vitest';
import { afterPrefix } from '../../src/sql/after-prefix.ts';
import { byCodePoint } from '../../src/store/key-order.ts';

const text = fc.string({ unit: 'binary', maxLength: 6 });
const bytes = (value: string): Buffer => Buffer.from(value, 'utf8');

it('orders as UTF-8 does', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(byCodePoint(a, b))).toBe(Buffer.compare(bytes(a), bytes(b)));
    }),
  );
});

it('gives a bound above all that begins with a prefix, and nothing else', () => {
  fc.assert(
    fc.property(text, text, text, (prefix, rest, other) => {
      const bound = afterPrefix(prefix);
      const isWithin = (key: string): boolean =>
        byCodePoint(key, prefix) >= 0 && (bound === undefined || byCodePoint(key, bound) < 0);
      expect(isWithin(prefix + rest)).toBe(true);
      expect(isWithin(other)).toBe(other.startsWith(prefix));
    }),
    {
      examples: [
        ['\ud7ff', '', '\ue000'],
        ['\u{10ffff}', 'x', '\uffff'],
        ['a\u{10ffff}', '', 'b'],
        ['', '', 'x'],
      ],
    },
  );
});
