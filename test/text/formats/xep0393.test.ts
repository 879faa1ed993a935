import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseXep0393, RichText, renderXep0393, xep0393Marks } from '../../../src/text/index.ts';
import { characters, richText } from '../arbitrary.ts';
import { expectRoundTrip, runs, slow } from '../round-trip.ts';

describe('XEP-0393', () => {
  it.each<[string, readonly object[]]>([
    [
      '*a* _b_ ~c~ `d*e*`',
      [
        { text: 'a', bold: true },
        { text: ' ' },
        { text: 'b', italic: true },
        { text: ' ' },
        { text: 'c', strike: true },
        { text: ' ' },
        { text: 'd*e*', code: true },
      ],
    ],
    ['*_a_ b*c', [{ text: 'a', bold: true, italic: true }, { text: ' b', bold: true }, { text: 'c' }]],
    ['> a\n> b\nc', [{ text: 'a\nb', quote: true }, { text: '\nc' }]],
    ['```js\na *b*\n> c\n```\nd', [{ text: 'a *b*\n> c', pre: { language: 'js' } }, { text: '\nd' }]],
    ['a*b* * c * ** *d\ne*', [{ text: 'a*b* * c * ** *d\ne*' }]],
    ['*this _is* not_', [{ text: 'this _is', bold: true }, { text: ' not_' }]],
  ])('reads %j', (source, segments) => {
    expect(parseXep0393(source).segments).toEqual(segments);
  });

  it('writes typed text as itself, whatever it is', slow, () => {
    fc.assert(
      fc.property(characters, (text) => {
        const plain = new RichText(text).normalise();
        expect(parseXep0393(renderXep0393(plain))).toEqual(plain);
      }),
      { numRuns: runs },
    );
  });

  it('gives back what it wrote', slow, () => {
    expectRoundTrip(richText({ marks: xep0393Marks }), renderXep0393, parseXep0393);
  });

  it('reads anything', slow, () => {
    fc.assert(
      fc.property(characters, (source) => {
        const text = parseXep0393(source);
        expect(text.normalise()).toBe(text);
        expect(parseXep0393(renderXep0393(text)).equals(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
