import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import {
  type HtmlContext,
  matrixHtmlMarks,
  parseHtml,
  RichText,
  renderHtml,
  telegramHtmlMarks,
} from '../../../src/text/index.ts';
import { characters, richText } from '../arbitrary.ts';
import { expectRoundTrip, slow } from '../round-trip.ts';

const ann: User = { kind: 'user', network: 'matrix:1', id: '@ann:example.org', nick: 'ann' };
const matrix: HtmlContext = { network: 'matrix:1', user: (id) => (id === ann.id ? ann : undefined) };
const bob: User = { kind: 'user', network: 'telegram:1', id: '12345', nick: 'bob' };
const telegram: HtmlContext = { dialect: 'telegram', network: 'telegram:1', user: () => bob };
const parrot = { name: 'parrot', url: 'mxc://example.org/parrot' };

describe('HTML of Matrix', () => {
  it.each<[string, readonly object[]]>([
    ['<p>a</p><p>b<br>c</p>', [{ text: 'a\n\nb\nc' }]],
    [
      '<b>a</b> <i>b</i> <del>c</del> <u>d</u> <code>e</code>',
      [
        { text: 'a', bold: true },
        { text: ' ' },
        { text: 'b', italic: true },
        { text: ' ' },
        { text: 'c', strike: true },
        { text: ' ' },
        { text: 'd', underline: true },
        { text: ' ' },
        { text: 'e', code: true },
      ],
    ],
    ['<span data-mx-spoiler="why">a</span>', [{ text: 'a', spoiler: true }]],
    [
      '<pre><code class="language-js">a\n  b\n</code></pre>c',
      [{ text: 'a\n  b', pre: { language: 'js' } }, { text: '\nc' }],
    ],
    [
      '<ol start="3">\n<li>a<ul><li>b</li></ul></li>\n<li><p>c</p>\n</li></ol>',
      [
        { text: 'a', list: { depth: 0, index: 3 } },
        { text: '\n' },
        { text: 'b', list: { depth: 1 } },
        { text: '\n' },
        { text: 'c', list: { depth: 0, index: 4 } },
      ],
    ],
    ['<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\nc', [{ text: 'a\n\nb', quote: true }, { text: '\nc' }]],
    ['<h1>a</h1>b', [{ text: 'a', heading: 1 }, { text: '\nb' }]],
    ['<mx-reply><blockquote>x</blockquote></mx-reply>a', [{ text: 'a' }]],
    ['<script>alert(1)</script><style>b</style><svg><b>c</b></svg>d', [{ text: 'd' }]],
    ['<a href="javascript:x">a</a> <a href="https://b.c">d</a>', [{ text: 'a ' }, { text: 'd', link: 'https://b.c' }]],
    ['<img src="x" onerror="y" alt="a cat">', [{ text: 'a cat' }]],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', [{ text: 'a | b\nc' }]],
    ['<b>a<i>b</b>c</i>', [{ text: 'a', bold: true }, { text: 'b', bold: true, italic: true }, { text: 'c' }]],
    ['a &lt;b&gt; &amp;amp; <!-- c -->', [{ text: 'a <b> &amp; ' }]],
    [
      '<a href="https://matrix.to/#/@ann:example.org">Ann L.</a>: <a href="https://matrix.to/#/%23lobby%3Aexample.org">l</a>',
      [
        { text: 'Ann L.', mention: ann },
        { text: ': ' },
        { text: 'l', mention: { kind: 'channel', network: 'matrix:1', source: '#lobby:example.org' } },
      ],
    ],
    ['<img data-mx-emoticon src="mxc://a/b" alt=":c:">', [{ text: ':c:', emoji: { name: 'c', url: 'mxc://a/b' } }]],
  ])('reads %s', (source, segments) => {
    expect(parseHtml(source, matrix).segments).toEqual(segments);
  });

  it('escapes all that is typed', () => {
    expect(renderHtml(new RichText('<b>&amp;"</b>\n <x>'))).toBe('&lt;b&gt;&amp;amp;&quot;&lt;/b&gt;<br> &lt;x&gt;');
    expect(renderHtml(new RichText({ text: 'a', link: 'https://a.b/"><script>' }))).toBe(
      '<a href="https://a.b/%22%3E%3Cscript%3E">a</a>',
    );
  });

  it('gives back what it wrote', slow, () => {
    const texts = richText({ marks: matrixHtmlMarks, users: [ann], emoji: [parrot] });
    expectRoundTrip(
      texts,
      (text) => renderHtml(text, matrix),
      (source) => parseHtml(source, matrix),
    );
  });

  it('reads anything', slow, () => {
    const tags = 'b i p br ul ol li pre code a span blockquote h1 script mx-reply table td hr img title'.split(' ');
    const tag = fc.constantFrom(
      ...tags.flatMap((name) => [`<${name}>`, `</${name}>`, `<${name} href="https://a.b" start=2`]),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, characters)), (parts) => {
        const text = parseHtml(parts.join(''), matrix);
        expect(text.normalise()).toBe(text);
        expect(parseHtml(renderHtml(text, matrix), matrix).equals(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('HTML of Telegram', () => {
  it('keeps every character', () => {
    const source =
      ' a\n\n<b>b</b>  <tg-spoiler>c</tg-spoiler>\n<blockquote>d\ne</blockquote>\n<a href="tg://user?id=12345">f</a>\n';
    expect(parseHtml(source, telegram).segments).toEqual([
      { text: ' a\n\n' },
      { text: 'b', bold: true },
      { text: '  ' },
      { text: 'c', spoiler: true },
      { text: '\n' },
      { text: 'd\ne', quote: true },
      { text: '\n' },
      { text: 'f', mention: bob },
      { text: '\n' },
    ]);
  });

  it('gives back what it wrote', slow, () => {
    const marks = telegramHtmlMarks.filter((mark) => mark !== 'mention');
    const render = (text: RichText): string => renderHtml(text, telegram);
    expectRoundTrip(richText({ marks }), render, (source) => parseHtml(source, telegram));
    const mention = new RichText(['a ', { text: '@bob', mention: bob, bold: true }]);
    expect(parseHtml(render(mention), telegram).equals(mention)).toBe(true);
  });
});
