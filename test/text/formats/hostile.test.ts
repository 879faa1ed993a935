import { describe, expect, it } from 'vitest';
import {
  parseDiscord,
  parseHtml,
  parseMarkdown,
  parseMirc,
  parseSlack,
  parseXep0393,
  RichText,
  renderDiscord,
  renderHtml,
  renderMarkdown,
  renderMirc,
  renderSlack,
  renderXep0393,
} from '../../../src/text/index.ts';
import { slow } from '../round-trip.ts';

const parsers: Readonly<Record<string, (source: string) => RichText>> = {
  discord: parseDiscord,
  html: (source) => parseHtml(source),
  markdown: parseMarkdown,
  mirc: parseMirc,
  slack: parseSlack,
  xep0393: parseXep0393,
};

const repeated = [
  '*',
  '**a',
  '_a ',
  '~~',
  '||',
  '`',
  '`` ` ',
  '```',
  '```\n',
  '[',
  '[a](',
  '](',
  '<',
  '<@',
  '<a',
  '&',
  '&#',
  '> ',
  '> a\n',
  '>>> \n',
  '>',
  '> - ',
  '> a\n>> b\n',
  '- a\n  - b\n',
  '1. ',
  '1. a\n',
  '===\n',
  '# a\n',
  '[a](b) ',
  '- a\n',
  'a\n',
  '\\',
  '\\*',
  '<b>',
  '<b><i>',
  '</b>',
  '<ul><li>',
  '<p>',
  '<table>',
  '<a href="',
  '<!--',
  '\x02',
  '\x03',
  ':a',
  'http://',
  'http://a__',
  '@everyone',
  '\u200b*',
  '\u2060',
  ' *a',
  '*a ',
];

describe.each(Object.entries(parsers))('reading hostile %s', (_, parse) => {
  it('takes a time in proportion to the length', slow, () => {
    for (const part of repeated) {
      const source = part.repeat(Math.ceil(100_000 / part.length));
      const start = performance.now();
      expect(parse(source).length).toBeLessThanOrEqual(source.length * 2);
      // Quadratic time would be minutes; a slow machine is not.
      expect(performance.now() - start, part).toBeLessThan(10_000);
    }
  });
});

const renderers: Readonly<Record<string, (text: RichText) => string>> = {
  discord: renderDiscord,
  html: renderHtml,
  markdown: renderMarkdown,
  mirc: renderMirc,
  slack: renderSlack,
  xep0393: renderXep0393,
};

describe.each(Object.entries(renderers))('writing hostile text as %s', (_, render) => {
  it('takes a time in proportion to the length', slow, () => {
    for (const part of repeated) {
      const text = new RichText(part.repeat(Math.ceil(100_000 / part.length)));
      const start = performance.now();
      render(text);
      expect(performance.now() - start, part).toBeLessThan(10_000);
    }
  });

  it('takes many segments', slow, () => {
    const segments = Array.from({ length: 50_000 }, (_, index) => ({
      text: `w${index % 7 === 0 ? ' ' : ''}${index % 11 === 0 ? '*' : ''}`,
      bold: index % 2 === 0,
      italic: index % 3 === 0,
      code: index % 13 === 0,
    }));
    const start = performance.now();
    render(new RichText(segments));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
