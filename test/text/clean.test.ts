import { describe, expect, it } from 'vitest';
import { clean, cleanText, defuse, defuseNick, RichText } from '../../src/text/index.ts';

describe('clean', () => {
  it.each([
    ['a\tb\nc', 'a\tb\nc'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\u0000\u0007\u007f\u0085\u009bb', 'ab'],
    ['\u202aa\u202eb\u2066c\u2069', 'abc'],
    ['a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['😀', '😀'],
    ['\u200dx\u200f', '\u200dx\u200f'],
  ])('makes %j %j', (dirty, text) => {
    expect(cleanText(dirty)).toBe(text);
  });

  it('gives back the same object where there is nothing to do', () => {
    for (const text of [new RichText('a\n'), new RichText({ text: 'a', bold: true })]) expect(clean(text)).toBe(text);
    expect(clean(new RichText('a\u0000'))).toEqual(new RichText('a'));
    expect(clean(new RichText({ text: 'a\u0000', bold: true })).segments).toEqual([{ text: 'a', bold: true }]);
  });
});

describe('defuse', () => {
  it('disarms typed calls and takes the mark off', () => {
    expect(String(defuse(new RichText('@everyone @Here x@here @room @all a@all.org')))).toBe(
      '@\u200beveryone @\u200bHere x@\u200bhere @\u200broom @\u200ball a@all.org',
    );
    expect(defuse(new RichText({ text: 'all of you', mention: 'everyone' }))).toEqual(new RichText('all of you'));
  });

  it('leaves the mention of a person, but not a name that calls everybody', () => {
    const mention = { kind: 'user', network: 'n', id: '1', nick: 'everyone' } as const;
    expect(defuse(new RichText({ text: '@everyone', mention })).segments).toEqual([
      { text: '@\u200beveryone', mention },
    ]);
  });

  it('finds a call that marks cut in two', () => {
    expect(
      defuse(new RichText(['@', { text: 'every', bold: true }, 'one @h', { text: 'ere', code: true }])).segments,
    ).toEqual([
      { text: '@\u200b' },
      { text: 'every', bold: true },
      { text: 'one @\u200bh' },
      { text: 'ere', code: true },
    ]);
    const mention = { kind: 'user', network: 'n', id: '1' } as const;
    expect(String(defuse(new RichText([{ text: '@', mention }, 'here'])))).toBe('@\u200bhere');
  });

  it('gives back the same object where there is nothing to do', () => {
    const text = new RichText(['a', { text: 'b', bold: true }]);
    expect(defuse(text)).toBe(text);
  });

  it('changes a nick without being seen', () => {
    expect(defuseNick('ann')).toBe('a\u200dnn');
    expect(defuseNick('😀b')).toBe('😀\u200db');
    expect(defuseNick('')).toBe('');
  });
});
