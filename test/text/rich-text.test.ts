import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RichText, type Segment } from '../../src/text/index.ts';
import { characters, richText } from './arbitrary.ts';

const bold = (text: string): Segment => ({ text, bold: true });

describe('RichText', () => {
  it('takes a string literally', () => {
    const text = new RichText('**a** <b>');
    expect(String(text)).toBe('**a** <b>');
    expect(text.segments).toEqual([{ text: '**a** <b>' }]);
    expect(text.isPlain).toBe(true);
  });

  it('takes a segment, or a list of segments and strings', () => {
    expect(String(new RichText(bold('a')))).toBe('a');
    expect(new RichText(['a', bold('b')]).segments).toEqual([{ text: 'a' }, bold('b')]);
    expect(new RichText(['a', { text: 'b', bold: false }]).isPlain).toBe(true);
  });

  it('is total on empty text', () => {
    for (const text of [new RichText(), new RichText(''), new RichText([]), new RichText(bold(''))]) {
      expect(text.length).toBe(0);
      expect(text.normalise().segments).toEqual([]);
      expect(text.lines().map(String)).toEqual(['']);
      expect(String(text.slice(0, 5).trim(3).concat())).toBe('');
      expect(String(text.indent('> '))).toBe('> ');
    }
  });

  it('cannot be changed', () => {
    const segment = { text: 'a', bold: true };
    const text = new RichText([segment]);
    segment.text = 'b';
    expect(String(text)).toBe('a');
    expect(Object.isFrozen(text.segments) && Object.isFrozen(text.segments[0])).toBe(true);
  });

  it('cannot be changed through what its marks hold', () => {
    const mention = { kind: 'user' as const, network: 'n', id: '1' };
    const list = { depth: 0 };
    const text = new RichText([{ text: '@a', mention, list }]);
    mention.id = '2';
    list.depth = 1;
    expect(text.segments).toEqual([{ text: '@a', mention: { ...mention, id: '1' }, list: { depth: 0 } }]);
    const [{ mention: kept, list: item } = {}] = text.segments;
    expect(Object.isFrozen(kept) && Object.isFrozen(item)).toBe(true);
    expect(Object.isFrozen(mention)).toBe(false);
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(richText(), (text) => {
        expect(RichText.fromJSON(JSON.parse(JSON.stringify(text)))).toEqual(text);
      }),
    );
    expect(String(RichText.fromJSON('a'))).toBe('a');
  });

  it.each<[unknown, string]>([
    [{}, 'RichText: expected a list of segments, got {}'],
    [undefined, 'RichText: expected a list of segments, got undefined'],
    [[1], 'RichText: segment 0: expected a segment, got 1'],
    [['a', { bold: true }], 'RichText: segment 1, text: expected a string, got undefined'],
    [[{ text: 'a', heading: 7 }], 'RichText: segment 0, heading: expected a whole number from 1 to 6, got 7'],
    [
      [{ text: 'a', mention: 'all' }],
      'RichText: segment 0, mention: expected a user, a channel, "everyone" or "here", got "all"',
    ],
    [
      [{ text: 'a', list: { depth: '1' } }],
      'RichText: segment 0, list: expected { depth: number, index?: number }, got {"depth":"1"}',
    ],
  ])('says what is wrong with %j', (value, message) => {
    expect(() => RichText.fromJSON(value)).toThrow(new TypeError(message));
  });

  it('slices by grapheme', () => {
    const text = new RichText(['a👩‍👩‍👧', bold('e\u0301b')]);
    expect(String(text.slice(1, 3))).toBe('👩‍👩‍👧e\u0301');
    expect(String(text.slice(-2))).toBe('e\u0301b');
    expect(String(text.slice(2, 1))).toBe('');
    expect(text.slice(1, 3).segments[1]).toEqual(bold('e\u0301'));
  });

  it('keeps a mention whole, or takes the mark off', () => {
    const text = new RichText(['a', { text: '@here', mention: 'here' }]);
    expect(text.slice(0, 6)).toBe(text);
    expect(text.slice(0, 5)).toEqual(new RichText('a@her'));
  });

  it('trims, with an ellipsis where it must', () => {
    expect(String(new RichText(['  ', bold(' a b '), ' ']).trim())).toBe('a b');
    expect(String(new RichText('one two three').trim(8))).toBe('one two…');
    expect(String(new RichText('one two').trim(7))).toBe('one two');
    expect(String(new RichText('one two three').trim(8, ' [cut]'))).toBe('on [cut]');
    expect(String(new RichText('abc').trim(1))).toBe('…');
    expect(String(new RichText('abc').trim(0))).toBe('');
  });

  it('cuts into lines, and indents them', () => {
    const text = new RichText(['a', bold('b\nc'), '\n']);
    expect(text.lines().map(({ segments }) => segments)).toEqual([[{ text: 'a' }, bold('b')], [bold('c')], []]);
    expect(String(text.indent('> '))).toBe('> ab\n> c\n> ');
  });

  it('indents any number of lines', () => {
    expect(new RichText('\n'.repeat(300_000)).indent('> ').length).toBe(900_002);
  });

  it('concatenates', () => {
    const text = new RichText('a').concat(bold('b'), ['c', bold('d')], new RichText('e'));
    expect(text.segments).toEqual([{ text: 'a' }, bold('b'), { text: 'c' }, bold('d'), { text: 'e' }]);
  });

  it('compares what is shown, not how it is cut', () => {
    expect(new RichText([bold('a'), bold('b')]).equals(new RichText(bold('ab')))).toBe(true);
    expect(new RichText(bold('a')).equals(new RichText('a'))).toBe(false);
  });
});

describe('normalise', () => {
  it.each<[string, readonly (string | Segment)[], readonly Segment[]]>([
    ['takes marks off the white space at their edges', [bold(' a b ')], [{ text: ' ' }, bold('a b'), { text: ' ' }]],
    ['merges runs', [bold('a'), bold('b'), '', 'c', 'd'], [bold('ab'), { text: 'cd' }]],
    ['drops marks of nothing', [bold(' '), { text: '', code: true }], [{ text: ' ' }]],
    ['marks line by line', [bold('a\nb')], [bold('a'), { text: '\n' }, bold('b')]],
    [
      'gives a line the block of its first character',
      [{ text: ' ' }, { text: 'a', quote: true }, 'b'],
      [{ text: ' ab', quote: true }],
    ],
    [
      'keeps blank lines within a quote',
      [{ text: '\na\n\nb\n', quote: true }],
      [{ text: '\n' }, { text: 'a\n\nb', quote: true }, { text: '\n' }],
    ],
    [
      'counts a list on',
      ['1', '1', '7'].map((text, index) => ({ text: `${text}\n`, list: { depth: 3, index: index + 2 } })),
      [{ text: '117', list: { depth: 0, index: 2 } }].flatMap(() => [
        { text: '1', list: { depth: 0, index: 2 } },
        { text: '\n' },
        { text: '1', list: { depth: 0, index: 3 } },
        { text: '\n' },
        { text: '7', list: { depth: 0, index: 4 } },
        { text: '\n' },
      ]),
    ],
    [
      'needs no mark for an address that is its own text',
      [{ text: 'https://a.b/', link: 'https://a.b/' }],
      [{ text: 'https://a.b/' }],
    ],
    [
      'takes off a link that is not safe',
      [
        { text: 'a', link: 'javascript:b' },
        { text: 'c', link: 'd' },
      ],
      [{ text: 'ac' }],
    ],
    ['hides code in a spoiler', [{ text: 'a', pre: {}, spoiler: true }], [{ text: 'a', spoiler: true }]],
    ['cleans', ['a\u0000\u202eb\r\nc\ud800'], [{ text: 'ab\nc\ufffd' }]],
  ])('%s', (_, content, segments) => {
    expect(new RichText(content).normalise().segments).toEqual(segments);
  });

  it('is normal, keeps every character but dirt, and gives a normal text back as it is', () => {
    fc.assert(
      fc.property(richText(), (text) => {
        const normal = text.normalise();
        expect(normal.normalise()).toBe(normal);
        expect(RichText.fromJSON(normal.toJSON()).normalise()).toEqual(normal);
        expect(String(normal)).toBe(String(text));
      }),
      { numRuns: 5_000 },
    );
  });

  it('never merges two mentions', () => {
    const mention = { text: '@here', mention: 'here' } as const;
    expect(new RichText([mention, mention]).normalise().segments).toHaveLength(2);
  });
});

describe('slices and lines', () => {
  it('hold all characters and marks of the text', () => {
    fc.assert(
      fc.property(richText(), fc.nat(30), (text, at) => {
        expect(String(text.slice(0, at)) + String(text.slice(at))).toBe(String(text));
        expect(text.lines().map(String).join('\n')).toBe(String(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes strings of any characters', () => {
    fc.assert(
      fc.property(characters, (characters) => {
        expect(String(new RichText(characters))).toBe(characters);
      }),
    );
  });
});
