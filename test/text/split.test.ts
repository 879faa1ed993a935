import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measure, RichText, renderDiscord, renderHtml, renderMarkdown, split } from '../../src/text/index.ts';
import { richText } from './arbitrary.ts';
import { slow } from './round-trip.ts';

const texts = (parts: readonly RichText[]): string[] => parts.map(String);
const visible = (text: string): string => text.replace(/\s/g, '');
const render = { discord: renderDiscord, html: renderHtml, markdown: renderMarkdown, none: String };

describe('split', () => {
  it('gives back the very text where it fits', () => {
    const text = new RichText('abc');
    expect(split(text, { max: 3, unit: 'utf16' })[0]).toBe(text);
    expect(split(RichText.empty, { max: 1, unit: 'byte' })).toEqual([RichText.empty]);
    expect(split(new RichText('a'.repeat(10_000)), { max: Number.POSITIVE_INFINITY, unit: 'byte' })).toHaveLength(1);
  });

  it.each<[string, string, number, readonly string[]]>([
    ['paragraph', 'one two.\nthree\n\nfour five six', 22, ['one two.\nthree', 'four five six']],
    ['line', 'one two. three\nfour five six', 20, ['one two. three', 'four five six']],
    ['sentence', 'One two three. Four five six', 20, ['One two three.', 'Four five six']],
    ['word', 'one two three four five', 12, ['one two', 'three four', 'five']],
    ['grapheme', '👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 17, ['👩‍👩‍👧👩‍👩‍👧', '👩‍👩‍👧']],
    ['code point', 'e\u0301\u0301\u0301\u0301', 3, ['e\u0301\u0301', '\u0301\u0301']],
    ['ideographic sentence', '漢字。かなか', 4, ['漢字。', 'かなか']],
    ['sentence, but not within its last grapheme', '漢字。\ufe00かなか', 4, ['漢字。\ufe00', 'かなか']],
    ['word, but not within the grapheme of a space', 'ab c \u0301def', 5, ['ab', 'c \u0301de', 'f']],
    ['grapheme, though it begins with a space', 'abc \u0301def', 4, ['abc', ' \u0301de', 'f']],
  ])('cuts after a %s', (_, text, max, parts) => {
    expect(texts(split(new RichText(text), { max, unit: 'utf16' }))).toEqual(parts);
  });

  it('counts bytes, UTF-16 units and code points', () => {
    const text = new RichText('😀😀😀😀');
    expect(split(text, { max: 8, unit: 'byte' })).toHaveLength(2);
    expect(split(text, { max: 4, unit: 'utf16' })).toHaveLength(2);
    expect(split(text, { max: 2, unit: 'codepoint' })).toHaveLength(2);
    expect(measure('a😀\ud800', 'codepoint')).toBe(3);
  });

  it('opens marks, fences and quotes again in the next part', () => {
    const bold = new RichText({ text: 'one two three', bold: true });
    expect(split(bold, { max: 12, unit: 'utf16', render: renderDiscord }).map((part) => renderDiscord(part))).toEqual([
      '**one two**',
      '**three**',
    ]);
    const code = new RichText({ text: 'let a = 1;\nlet b = 2;\nlet c = 3;', pre: { language: 'js' } });
    const parts = split(code, { max: 32, unit: 'utf16', render: renderDiscord }).map((part) => renderDiscord(part));
    expect(parts).toEqual(['```js\nlet a = 1;\nlet b = 2;\n```', '```js\nlet c = 3;\n```']);
    const quote = new RichText({ text: 'one two three', quote: true });
    expect(split(quote, { max: 10, unit: 'utf16', render: renderDiscord }).map((part) => renderDiscord(part))).toEqual([
      '> one two',
      '> three',
    ]);
  });

  it('keeps the indentation of code, and makes no new item of the rest of one', () => {
    const code = new RichText({ text: 'if (a)\n    b();', pre: {} });
    expect(texts(split(code, { max: 18, unit: 'utf16', render: renderDiscord }))).toEqual(['if (a)', '    b();']);
    const list = new RichText({ text: 'one two three', list: { depth: 0 } });
    expect(
      split(list, { max: 10, unit: 'utf16', render: renderDiscord }).map((part) => part.segments[0]?.list),
    ).toEqual([{ depth: 0 }, undefined]);
  });

  it('cuts no mention in two', () => {
    const mention = { kind: 'user', network: 'n', id: '12345678901234567', nick: 'ann lee' } as const;
    const text = new RichText(['hello ', { text: '@ann lee', mention }]);
    expect(texts(split(text, { max: 11, unit: 'utf16' }))).toEqual(['hello', '@ann lee']);
  });

  it('leaves marks out where they take all the room', () => {
    const text = new RichText({ text: 'abcdef', pre: { language: 'typescript' } });
    expect(texts(split(text, { max: 6, unit: 'utf16', render: renderDiscord }))).toEqual(['abcdef']);
  });

  it('limits lines', () => {
    const text = new RichText('a\n\nb\nc');
    expect(texts(split(text, { max: 100, unit: 'byte', maxLines: 1 }))).toEqual(['a', 'b', 'c']);
    expect(texts(split(text, { max: 100, unit: 'byte', maxLines: 2 }))).toEqual(['a', 'b\nc']);
  });

  it('fits whatever the text, the unit and the markup, and loses nothing but white space', slow, () => {
    const options = fc.record({
      max: fc.integer({ min: 40, max: 120 }),
      unit: fc.constantFrom('byte' as const, 'utf16' as const, 'codepoint' as const),
      name: fc.constantFrom('discord' as const, 'html' as const, 'markdown' as const, 'none' as const),
      maxLines: fc.option(fc.integer({ min: 4, max: 9 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(richText({ maxSegments: 20 }), options, (text, { max, unit, name, maxLines }) => {
        const parts = split(text, { max, unit, maxLines, render: render[name] });
        for (const part of parts) {
          const rendered = render[name](part);
          expect(measure(rendered, unit)).toBeLessThanOrEqual(max);
          expect(rendered.split('\n').length).toBeLessThanOrEqual(maxLines ?? Number.POSITIVE_INFINITY);
        }
        expect(visible(texts(parts).join(''))).toBe(visible(String(text)));
      }),
      { numRuns: 3_000 },
    );
  });

  it('never cuts a grapheme that fits', slow, () => {
    const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });
    const graphemes = (text: string): number => [...segmenter.segment(text)].length;
    const grapheme = fc.constantFrom(
      'a',
      'é',
      'e\u0301',
      '👩‍👩‍👧',
      '🇩🇪',
      '👍🏽',
      'นี่',
      '한',
      '\u1112\u1161\u11ab',
      ' \u0301',
      '。\ufe00',
      '.\u0301',
      '\u0600a',
    );
    fc.assert(
      fc.property(fc.array(grapheme, { minLength: 1, maxLength: 60 }), fc.integer({ min: 12, max: 40 }), (all, max) => {
        const parts = texts(split(new RichText(all.join('')), { max, unit: 'utf16' }));
        expect(parts.join('')).toBe(all.join(''));
        expect(parts.reduce((sum, part) => sum + graphemes(part), 0)).toBe(graphemes(all.join('')));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['letters without a space', 'a'.repeat(1_000_000)],
    ['combining marks', `e${'\u0301'.repeat(1_000_000)}`],
    ['surrogates', '\ud83d'.repeat(1_000_000)],
    ['line feeds', '\n'.repeat(1_000_000)],
    ['spaces', ' '.repeat(1_000_000)],
    ['joined emoji', '👩\u200d'.repeat(300_000)],
    ['signs', '*_`~|<&'.repeat(140_000)],
  ])('takes a million %s', slow, (_, text) => {
    for (const name of ['none', 'discord', 'html'] as const) {
      for (const part of split(new RichText(text), { max: 2_000, unit: 'byte', render: render[name] })) {
        expect(Buffer.byteLength(render[name](part))).toBeLessThanOrEqual(2_000);
      }
    }
  });

  it('takes many segments', slow, () => {
    const text = new RichText(
      Array.from({ length: 50_000 }, (_, index) => ({ text: `word${index} `, bold: index % 2 === 0 })),
    );
    const parts = split(text, { max: 2_000, unit: 'utf16', render: renderDiscord });
    expect(visible(texts(parts).join(''))).toBe(visible(String(text)));
  });
});
