import { describe, expect, it } from 'vitest';
import {
  parseDiscord,
  parseHtml,
  parseMarkdown,
  parseMirc,
  parseSlack,
  parseXep0393,
  type RichText,
} from '../../../src/text/index.ts';

const parsers: Readonly<Record<string, (source: string) => RichText>> = {
  discord: parseDiscord,
  html: (source) => parseHtml(source),
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
  '- a\n',
  'a\n',
  '\\',
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
  it('takes a time in proportion to the length', () => {
    for (const part of repeated) {
      const source = part.repeat(Math.ceil(200_000 / part.length));
      const start = performance.now();
      expect(parse(source).length).toBeLessThanOrEqual(source.length * 2);
      // Quadratic time would be minutes; a slow machine is not.
      expect(performance.now() - start, part).toBeLessThan(3_000);
    }
  });
});

describe('reading hostile CommonMark', () => {
  it('ends', () => {
    for (const part of repeated) {
      const source = part.repeat(Math.ceil(8_000 / part.length));
      const start = performance.now();
      parseMarkdown(source);
      expect(performance.now() - start, part).toBeLessThan(3_000);
    }
  });
});
