import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import { type DiscordContext, discordMarks, parseDiscord, RichText, renderDiscord } from '../../../src/text/index.ts';
import { characters, richText } from '../arbitrary.ts';
import { expectRoundTrip, runs, slow } from '../round-trip.ts';

const ann: User = { kind: 'user', network: 'discord:1', id: '12345678901234567', nick: 'ann' };
const context: DiscordContext = {
  network: 'discord:1',
  user: (id) => (id === ann.id ? ann : undefined),
  channel: (id) => (id === '22345678901234567' ? 'lobby' : undefined),
  role: (id) => (id === '32345678901234567' ? 'mods' : undefined),
};
const parrot = {
  name: 'parrot',
  id: '42345678901234567',
  url: 'https://cdn.discordapp.com/emojis/42345678901234567.png',
};
const wave = { name: 'wave', id: '52345678901234567', url: 'https://cdn.discordapp.com/emojis/52345678901234567.gif' };
const texts = richText({ marks: discordMarks, users: [ann], emoji: [parrot, wave], maxHeading: 3 });

describe('Discord markdown', () => {
  it('reads marks within a line', () => {
    expect(parseDiscord('**a** *b* _c_ __d__ ~~e~~ ||f|| `g` ***h***').segments).toEqual([
      { text: 'a', bold: true },
      { text: ' ' },
      { text: 'b', italic: true },
      { text: ' ' },
      { text: 'c', italic: true },
      { text: ' ' },
      { text: 'd', underline: true },
      { text: ' ' },
      { text: 'e', strike: true },
      { text: ' ' },
      { text: 'f', spoiler: true },
      { text: ' ' },
      { text: 'g', code: true },
      { text: ' ' },
      { text: 'h', bold: true, italic: true },
    ]);
  });

  it('reads blocks', () => {
    const source = '# Title\n- a\n  - b\n1. c\n> said\n> more\n-# small\n```ts\nlet a = `b`;\n\n> c\n```\nend';
    expect(parseDiscord(source).segments).toEqual([
      { text: 'Title', heading: 1 },
      { text: '\n' },
      { text: 'a', list: { depth: 0 } },
      { text: '\n' },
      { text: 'b', list: { depth: 1 } },
      { text: '\n' },
      { text: 'c', list: { depth: 0, index: 1 } },
      { text: '\n' },
      { text: 'said\nmore', quote: true },
      { text: '\nsmall\n' },
      { text: 'let a = `b`;\n\n> c', pre: { language: 'ts' } },
      { text: '\nend' },
    ]);
  });

  it('reads mentions, emoji, times, commands and links', () => {
    const source =
      '<@12345678901234567> <@!1> <@&32345678901234567> <#22345678901234567> @everyone <:parrot:42345678901234567> ' +
      '<a:wave:52345678901234567> <t:1700000000:T> </play:1> <https://a.b> [c](https://d.e/f_(g))';
    expect(parseDiscord(source, context).segments).toEqual([
      { text: '@ann', mention: ann },
      { text: ' ' },
      { text: '@1', mention: { kind: 'user', network: 'discord:1', id: '1' } },
      { text: ' @mods ' },
      { text: '#lobby', mention: { kind: 'channel', network: 'discord:1', source: '22345678901234567' } },
      { text: ' ' },
      { text: '@everyone', mention: 'everyone' },
      { text: ' ' },
      { text: ':parrot:', emoji: parrot },
      { text: ' ' },
      { text: ':wave:', emoji: wave },
      { text: ' 22:13:20 UTC /play https://a.b ' },
      { text: 'c', link: 'https://d.e/f_(g)' },
    ]);
  });

  it.each([
    ['a_b_c 2 * 3 * 4', 'a_b_c 2 * 3 * 4'],
    ['**not closed', '**not closed'],
    ['****', '****'],
    ['\\*a\\*', '*a*'],
    ['https://a.b/c_d_e__f__', 'https://a.b/c_d_e__f__'],
    ['#channel', '#channel'],
    ['```', '```'],
    ['[a](b)', '[a](b)'],
    ['<b>', '<b>'],
  ])('takes %s for characters', (source, text) => {
    expect(parseDiscord(source).segments).toEqual([{ text }]);
  });

  it.each<[string, readonly object[]]>([
    ['see https://a.b/?q=*c*&d=||e|f|| ok', [{ text: 'see https://a.b/?q=*c*&d=||e|f|| ok' }]],
    ['**https://a.b/x*y**', [{ text: 'https://a.b/x*y', bold: true }]],
    ['*https://a.b/x*', [{ text: 'https://a.b/x', italic: true }]],
    ['_https://a.b/x_y_ z', [{ text: 'https://a.b/x_y', italic: true }, { text: ' z' }]],
    ['***https://a.b/x***', [{ text: 'https://a.b/x', bold: true, italic: true }]],
    ['||https://a.b/x|y||', [{ text: 'https://a.b/x|y', spoiler: true }]],
  ])('reads an address with all the signs in it: %s', (source, segments) => {
    expect(parseDiscord(source).segments).toEqual(segments);
  });

  it.each([
    ['see https://a.b/x*y', 'see https://a.b/x*y'],
    ['see https://a.b/?c=*d*|e, ok', 'see https://a.b/?c=*d*|e, ok'],
    ['(https://a.b/**)', '(https://a.b/**)'],
    ['http://"<', 'http\\://"\\<'],
  ])('writes the address in %s as it is', (text, source) => {
    expect(renderDiscord(new RichText(text))).toBe(source);
    const bold = new RichText({ text: 'https://a.b/x*y', bold: true });
    expect(renderDiscord(bold)).toBe('**<https://a.b/x*y>**');
  });

  it.each([
    ['*a* _b_ ~c~ |d| `e`', '\\*a\\* \\_b\\_ \\~c\\~ \\|d\\| \\`e\\`'],
    ['# a', '\\# a'],
    ['- a\n> b\n1. c', '\\- a\n\\> b\n1\\. c'],
    ['@everyone and @here', '@\u200beveryone and @\u200bhere'],
    ['<@1> <#1> <:a:1>', '\\<\\@1> \\<\\#1> \\<\\:a:1>'],
    ['[a](http://b.c)', '[a]\\(http://b.c)'],
    ['\\', '\\\\'],
    ['see https://a.b/c_d_e, or (https://f.g).', 'see https://a.b/c_d_e, or (https://f.g).'],
    ['it is 12:30, #1 of 3.5 - ok', 'it is 12:30, #1 of 3.5 - ok'],
  ])('writes %s such that it means only itself', (text, source) => {
    expect(renderDiscord(new RichText(text))).toBe(source);
  });

  it('keeps signs apart that Discord would take for one', () => {
    const written = (...segments: object[]): string => renderDiscord(new RichText(segments as never));
    expect(written({ text: 'a', italic: true }, { text: 'b', bold: true })).toBe('*a*\u200b**b**');
    expect(written({ text: 'a~', strike: true })).toBe('~~a\\~\u200b~~');
    expect(written({ text: 'a|', spoiler: true })).toBe('||a\\|\u200b||');
    expect(written({ text: 'a```b', pre: {} })).toBe('```\na`\u200b`\u200b`b\n```');
    expect(written({ text: '``a`', code: true })).toBe('`` `\u200b`a` ``');
  });

  it.each(['<://', '<t://a', 'http://a', '[https://a]', '\\://'])('keeps %s in the text of a link', (label) => {
    const text = new RichText({ text: label, link: 'https://a.b/' });
    expect(parseDiscord(renderDiscord(text)).segments).toEqual([{ text: label, link: 'https://a.b/' }]);
  });

  it('takes no marks behind a scheme for an address', () => {
    const text = new RichText(['http://', { text: 'a', strike: true }]);
    expect(parseDiscord(renderDiscord(text)).segments).toEqual(text.segments);
  });

  it('names nobody of another network', () => {
    const text = new RichText({ text: '@bob', mention: { kind: 'user', network: 'other', id: '12345678901234567' } });
    expect(renderDiscord(text, context)).toBe('@bob');
    expect(renderDiscord(text)).toBe('@bob');
  });

  it('shows a spoiler before it shows code', () => {
    expect(parseDiscord('||```js\na\n```||').segments).toEqual([{ text: 'a', spoiler: true }]);
  });

  it('gives back what it wrote', slow, () => {
    expectRoundTrip(
      texts,
      (text) => renderDiscord(text, context),
      (source) => parseDiscord(source, context),
    );
  });

  it('writes typed text as itself, whatever it is', slow, () => {
    fc.assert(
      fc.property(characters, (text) => {
        const plain = new RichText(text).normalise();
        const source = renderDiscord(plain, context);
        expect(parseDiscord(source, context)).toEqual(plain);
        expect(source).not.toMatch(/@everyone|@here|<@[!&]?\d|<#\d|<a?:\w+:\d/);
      }),
      { numRuns: runs },
    );
  });

  it('reads anything', slow, () => {
    fc.assert(
      fc.property(characters, (source) => {
        const text = parseDiscord(source, context);
        expect(text.normalise()).toBe(text);
        expect(parseDiscord(renderDiscord(text, context), context).equals(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
