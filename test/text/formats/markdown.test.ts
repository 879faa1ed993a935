import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockReader } from '../../../src/text/formats/markdown/block-reader.ts';
import { InlineReader } from '../../../src/text/formats/markdown/inline-reader.ts';
import { markdownEvents, paragraphEvents } from '../../../src/text/formats/markdown/tokens.ts';
import { markdownMarks, parseMarkdown, RichText, renderMarkdown } from '../../../src/text/index.ts';
import { characters, richText } from '../arbitrary.ts';
import { expectRoundTrip, runs, slow } from '../round-trip.ts';

describe('CommonMark', () => {
  it.each<[string, readonly object[]]>([
    [
      '**a** *b* _c_ ~~d~~ `e` ***f***',
      [
        { text: 'a', bold: true },
        { text: ' ' },
        { text: 'b', italic: true },
        { text: ' ' },
        { text: 'c', italic: true },
        { text: ' ' },
        { text: 'd', strike: true },
        { text: ' ' },
        { text: 'e', code: true },
        { text: ' ' },
        { text: 'f', bold: true, italic: true },
      ],
    ],
    ['# a\n\nb\nc', [{ text: 'a', heading: 1 }, { text: '\n\nb\nc' }]],
    ['a\n===\nb', [{ text: 'a', heading: 1 }, { text: '\nb' }]],
    ['> a\n> b\n\nc', [{ text: 'a\nb', quote: true }, { text: '\nc' }]],
    [
      '- a\n  - b\n- c\n\nd',
      [
        { text: 'a', list: { depth: 0 } },
        { text: '\n' },
        { text: 'b', list: { depth: 1 } },
        { text: '\n' },
        { text: 'c', list: { depth: 0 } },
        { text: '\nd' },
      ],
    ],
    [
      '3. a\n1. b\n   c',
      [
        { text: 'a', list: { depth: 0, index: 3 } },
        { text: '\n' },
        { text: 'b', list: { depth: 0, index: 4 } },
        { text: '\nc' },
      ],
    ],
    [
      'a\n```js\nlet b;\n\n c\n```\nd',
      [{ text: 'a\n' }, { text: 'let b;\n\n c', pre: { language: 'js' } }, { text: '\nd' }],
    ],
    [
      '[a *b*](https://c.d "e")',
      [
        { text: 'a ', link: 'https://c.d' },
        { text: 'b', link: 'https://c.d', italic: true },
      ],
    ],
    ['![a](https://c.d)', [{ text: 'a', link: 'https://c.d' }]],
    ['<https://a.b/_c_> https://a.b/_c_ &amp; \\*', [{ text: 'https://a.b/_c_ https://a.b/_c_ & *' }]],
    ['<b>a</b>\n\n[a]: b\n\n| a | b |\n|---|---|', [{ text: '<b>a</b>\n\n[a]: b\n\n| a | b |\n|---|---|' }]],
    ['2 * 3 * 4 a_b_c', [{ text: '2 * 3 * 4 a_b_c' }]],
    ['a\n\n---\nb', [{ text: 'a\n\n---\nb' }]],
  ])('reads %j', (source, segments) => {
    expect(parseMarkdown(source).segments).toEqual(segments);
  });

  it('keeps a backslash before a bracket', () => {
    const text = new RichText('C:\\<dir> \\\\< \\*');
    expect(renderMarkdown(text)).toBe('C:\\\\\\<dir> \\\\\\\\\\< \\\\\\*');
    expect(parseMarkdown(renderMarkdown(text))).toEqual(text);
  });

  it('gives back any number of typed signs', () => {
    const text = new RichText('*a* [b] > _c_ '.repeat(900));
    expect(parseMarkdown(renderMarkdown(text))).toEqual(text.normalise());
  });

  it('gives back what it wrote', slow, () => {
    expectRoundTrip(richText({ marks: markdownMarks }), renderMarkdown, parseMarkdown);
  });

  it('writes typed text as itself, whatever it is', slow, () => {
    fc.assert(
      fc.property(characters, (text) => {
        const plain = new RichText(text).normalise();
        expect(parseMarkdown(renderMarkdown(plain))).toEqual(plain);
      }),
      { numRuns: runs },
    );
  });

  it('reads anything', slow, () => {
    fc.assert(
      fc.property(characters, (source) => {
        const text = parseMarkdown(source);
        expect(text.normalise()).toBe(text);
        expect(parseMarkdown(renderMarkdown(text)).equals(text)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  it('reads a paragraph of one line the short way as it reads a document', slow, () => {
    fc.assert(
      fc.property(characters, (source) => {
        const events = paragraphEvents(source);
        fc.pre(events !== undefined);
        const reader = new InlineReader(source);
        for (const event of events ?? []) reader.event(event);
        const [line, ...rest] = new BlockReader(source).read(markdownEvents(source), 1);
        expect(rest).toEqual([]);
        expect(line).toEqual({ block: {}, runs: reader.take() });
      }),
      { numRuns: 5_000 },
    );
  });
});
