import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutZero, withZero } from '../zero.ts';

const text = fc.string({ unit: fc.constantFrom('\0', '\x01', '\x02', 'a', '\u{1f600}'), maxLength: 8 });

it('keeps texts apart, in their order, with their beginnings, and free of U+0000', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [left, right] = [withoutZero(a) as string, withoutZero(b) as string];
      expect(left).not.toContain('\0');
      expect(withZero(left)).toBe(a);
      expect(Buffer.compare(Buffer.from(left), Buffer.from(right))).toBe(
        Buffer.compare(Buffer.from(a), Buffer.from(b)),
      );
      expect(left.startsWith(right)).toBe(a.startsWith(b));
    }),
  );
});
