import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/model/user.ts';
import { parseSlack, RichText, renderSlack, type SlackContext, slackMarks } from '../../../src/text/index.ts';
import { characters, richText } from '../arbitrary.ts';
import { expectRoundTrip, runs, slow } from '../round-trip.ts';

const ann: User = { kind: 'user', network: 'slack:1', id: 'U1', nick: 'ann' };
const context: SlackContext = {
  network: 'slack:1',
  user: (id) => (id === 'U1' ? ann : undefined),
  channel: (id) => (id === 'C1' ? 'lobby' : undefined),
  emoji: (name) => (name === 'parrot' ? 'https://emoji.example/parrot.gif' : undefined),
};
const parrot = { name: 'parrot', url: 'https://emoji.example/parrot.gif' };

describe('Slack mrkdwn', () => {
  it.each<[string, readonly object[]]>([
    [
      '*a* _b_ ~c~ `d` (*e*) f*g*',
      [
        { text: 'a', bold: true },
        { text: ' ' },
        { text: 'b', italic: true },
        { text: ' ' },
        { text: 'c', strike: true },
        { text: ' ' },
        { text: 'd', code: true },
        { text: ' (' },
        { text: 'e', bold: true },
        { text: ') f*g*' },
      ],
    ],
    [
      '<@U1> <@U2> <#C1> <#C2|two> <!here> <!subteam^S1|@team> <!date^1^{date}|then>',
      [
        { text: '@ann', mention: ann },
        { text: ' ' },
        { text: '@U2', mention: { kind: 'user', network: 'slack:1', id: 'U2' } },
        { text: ' ' },
        { text: '#lobby', mention: { kind: 'channel', network: 'slack:1', source: 'C1' } },
        { text: ' ' },
        { text: '#two', mention: { kind: 'channel', network: 'slack:1', source: 'C2' } },
        { text: ' ' },
        { text: '@here', mention: 'here' },
        { text: ' @team then' },
      ],
    ],
    [
      '<https://a.b/c_d_e?f&amp;g> <https://a.b|c &lt; d>',
      [{ text: 'https://a.b/c_d_e?f&g ' }, { text: 'c < d', link: 'https://a.b' }],
    ],
    [
      ':+1: :parrot: :unknown: :wave::skin-tone-3:',
      [{ text: '👍 ' }, { text: ':parrot:', emoji: parrot }, { text: ' :unknown: 👋🏼' }],
    ],
    ['&gt; a\n&gt;b\nc', [{ text: 'a\nb', quote: true }, { text: '\nc' }]],
    [
      'a ```b &lt; c\n<https://d.e>``` f',
      [{ text: 'a \n' }, { text: 'b < c\nhttps://d.e', pre: {} }, { text: '\n f' }],
    ],
  ])('reads %j', (source, segments) => {
    expect(parseSlack(source, context).segments).toEqual(segments);
  });

  it.each([
    ['<@U1> & <!here>', '&lt;@U1&gt; &amp; &lt;!here&gt;'],
    ['see https://a.b/_c_?d&e.', 'see <https://a.b/_c_?d&amp;e>.'],
    ['it is 12:30:45', 'it is 12:30:45'],
    ['2 * 3 * 4, a_b_c', '2 * 3 * 4, a_b_c'],
    ['*a* :+1:', '\u2060*a* :\u200c+1:'],
  ])('writes %s such that it means only itself', (text, source) => {
    expect(renderSlack(new RichText(text), context)).toBe(source);
  });

  it('writes typed text as itself, whatever it is', slow, () => {
    fc.assert(
      fc.property(characters, (text) => {
        const plain = new RichText(text).normalise();
        const source = renderSlack(plain, context);
        expect(parseSlack(source, context)).toEqual(plain);
        expect(source).not.toMatch(/<[@#!]/);
      }),
      { numRuns: runs },
    );
  });

  it('gives back what it wrote', slow, () => {
    const texts = richText({ marks: slackMarks, users: [ann], emoji: [parrot], languages: [] });
    expectRoundTrip(
      texts,
      (text) => renderSlack(text, context),
      (source) => parseSlack(source, context),
    );
  });

  it('reads anything', slow, () => {
    fc.assert(
      fc.property(characters, (source) => {
        const text = parseSlack(source, context);
        expect(text.normalise()).toBe(text);
        expect(parseSlack(renderSlack(text, context), context).equals(text)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
