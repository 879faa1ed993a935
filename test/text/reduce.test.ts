import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allMarks, type Mark, RichText, reduce, type Segment } from '../../src/text/index.ts';
import { richText } from './arbitrary.ts';

const ann = { kind: 'user', network: 'n', id: '1', nick: 'ann' } as const;

describe('reduce', () => {
  it.each<[string, readonly (string | Segment)[], string, readonly Mark[]]>([
    [
      'marks within a line',
      [
        { text: 'a', bold: true, italic: true },
        { text: 'b', code: true },
      ],
      'ab',
      ['bold', 'italic', 'code'],
    ],
    ['a link', ['see ', { text: 'this', link: 'https://a.b/' }, '!'], 'see this (https://a.b/)!', ['link']],
    [
      'a link of several runs',
      [
        { text: 'a', link: 'https://a.b/' },
        { text: 'b', link: 'https://a.b/', bold: true },
      ],
      'ab (https://a.b/)',
      ['bold', 'link'],
    ],
    ['a link that is its address', [{ text: 'a.b', link: 'https://a.b/' }], 'https://a.b/', ['link']],
    ['an address of mail', [{ text: 'a@b.cd', link: 'mailto:a@b.cd' }], 'a@b.cd', ['link']],
    ['a spoiler', ['it was ', { text: 'the butler', spoiler: true }], 'it was ||the butler||', ['spoiler']],
    ['a quote', [{ text: 'a\n\nb', quote: true }, '\nc'], '> a\n> \n> b\nc', ['quote']],
    [
      'a list',
      [{ text: 'a', list: { depth: 0 } }, '\n', { text: 'b', list: { depth: 1, index: 3 } }],
      '- a\n  3. b',
      ['list'],
    ],
    ['a heading', [{ text: 'a', heading: 2 }], 'a', ['heading']],
    ['code', [{ text: 'a\n  b', pre: { language: 'js' } }], 'a\n  b', ['pre']],
    ['a mention', [{ text: '@ann', mention: ann }], '@ann', ['mention']],
    ['a custom emoji', [{ text: ':a:', emoji: { name: 'a', id: '1' } }], ':a:', ['emoji']],
  ])('puts %s into characters', (_, content, text, lost) => {
    expect(reduce(new RichText(content), [])).toEqual({ text: new RichText(text), lost });
  });

  it('gives back the same object where nothing is lost', () => {
    const text = new RichText({ text: 'a', bold: true });
    expect(reduce(text, ['bold']).text).toBe(text);
  });

  it('leaves only the marks asked for, and every character', () => {
    fc.assert(
      fc.property(richText(), fc.subarray([...allMarks]), (text, marks) => {
        const { text: reduced, lost } = reduce(text, marks);
        for (const segment of reduced.segments) {
          expect([...marks, 'text']).toEqual(expect.arrayContaining(Object.keys(segment)));
        }
        for (const mark of lost) expect(marks).not.toContain(mark);
        let at = 0;
        for (const character of String(text)) {
          at = String(reduced).indexOf(character, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
