import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mircMarks, parseMirc, RichText, renderMirc } from '../../../src/text/index.ts';
import { richText } from '../arbitrary.ts';
import { expectRoundTrip, slow } from '../round-trip.ts';

describe('mIRC codes', () => {
  it('reads marks and drops colours', () => {
    expect(parseMirc('\x02a\x02 \x1db\x0f \x0304,12red\x03 \x04ff0000x \x11c\x16d').segments).toEqual([
      { text: 'a', bold: true },
      { text: ' ' },
      { text: 'b', italic: true },
      { text: ' red x ' },
      { text: 'cd', code: true },
    ]);
  });

  it('ends every mark with its line', () => {
    expect(renderMirc(new RichText({ text: 'a\nb', bold: true }))).toBe('\x02a\n\x02b');
    expect(parseMirc('\x02a\nb').segments).toEqual([{ text: 'a', bold: true }, { text: '\nb' }]);
  });

  it('writes no code that a person typed', () => {
    expect(renderMirc(new RichText('\x02a\r\nQUIT\x0304b'))).toBe('a\nQUIT04b');
  });

  it('gives back what it wrote', slow, () => {
    expectRoundTrip(richText({ marks: mircMarks }), renderMirc, parseMirc);
  });

  it('reads anything', slow, () => {
    const code = fc.constantFrom(
      '\x02',
      '\x03',
      '\x04',
      '\x0f',
      '\x11',
      '\x16',
      '\x1d',
      '\x1e',
      '\x1f',
      '0',
      '1,',
      'ff',
      '\n',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(code, fc.string({ unit: 'binary' }))), (parts) => {
        const text = parseMirc(parts.join(''));
        expect(text.normalise()).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });
});
