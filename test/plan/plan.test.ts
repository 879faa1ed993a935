import { describe, expect, it } from 'vitest';
import type { FileAttachment } from '../../src/model/attachment.ts';
import type { Message } from '../../src/model/message.ts';
import { filesNeedingLinks, planMessage } from '../../src/plan/index.ts';
import { RichText } from '../../src/text/rich-text.ts';
import { markup, profiles } from './profiles.ts';

const ann = { kind: 'user', network: 'origin', id: '1', nick: 'ann' } as const;
const tie = { kind: 'user', network: 'target', id: '9', nick: 'tie' } as const;
const hello: Message = { text: new RichText('hello') };

describe('a short plain text', () => {
  it('goes as the very object that came in', () => {
    const plan = planMessage(hello, profiles.irc, { render: markup });
    expect(plan.parts[0]).toBe(hello);
    expect(plan.degraded).toEqual([]);
  });

  it('of our own account needs no name', () => {
    const own = { ...hello, user: tie };
    expect(planMessage(own, profiles.irc, { self: tie }).parts[0]).toBe(own);
  });

  it('of somebody with our id on another network is not ours', () => {
    const plan = planMessage({ ...hello, user: { ...tie, network: 'origin' } }, profiles.irc, { self: tie });
    expect(String(plan.parts[0].text)).toBe('<tie> hello');
  });

  it('is looked at as rendered: markup may make it too long', () => {
    const text = new RichText('"'.repeat(100));
    const parts = planMessage({ text }, profiles.irc, { render: markup }).parts;
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => String(part.text)).join('')).toBe('"'.repeat(100));
  });

  it.each(['\u00a0', '\u3000\u2028', '\ufeff'])('is none where it is nothing but white space: %j', (blank) => {
    const text = new RichText(blank);
    for (const context of [{}, { prefix: '' }, { continues: true }]) {
      const { parts, degraded } = planMessage({ text, user: ann }, profiles.plain, context);
      expect(String(parts[0].text)).toContain('[empty message]');
      expect(degraded).toContainEqual({ what: 'message', how: 'text' });
    }
    expect(planMessage({ text }, profiles.full).degraded).toContainEqual({ what: 'message', how: 'text' });
  });

  it('counts bytes where the network does', () => {
    expect(planMessage({ text: new RichText('é'.repeat(201)) }, profiles.irc).parts).toHaveLength(2);
    expect(planMessage({ text: new RichText('é'.repeat(200)) }, profiles.irc).parts).toHaveLength(1);
  });
});

describe('the author', () => {
  it('is native where the network can, and then the text is bare', () => {
    const plan = planMessage({ ...hello, user: ann }, profiles.full);
    expect(plan).toEqual({ parts: [hello], as: ann, degraded: [] });
  });

  it('keeps the secrets in its addresses', () => {
    const secrets = { avatar: 'https://a:b@c.example/d.png', link: 'https://c.example/ann?access_token=e' };
    expect(planMessage({ ...hello, user: { ...ann, ...secrets } }, profiles.full).as).toEqual(ann);
    const open = { ...ann, avatar: 'https://c.example/d.png', link: 'xmpp:ann@c.example' };
    expect(planMessage({ ...hello, user: open }, profiles.full).as).toBe(open);
  });

  it('stands before the first part only', () => {
    const { parts } = planMessage({ user: ann, text: new RichText('one\ntwo') }, profiles.irc);
    expect(parts.map(({ text }) => String(text))).toEqual(['<ann> one', 'two']);
  });

  it.each([
    ['no nick', { nick: '' }, '<1> hello'],
    ['line breaks and directions', { nick: 'a\r\nQUIT\u202e\u2066b' }, '<a QUIT b> hello'],
    ['a lone surrogate', { nick: 'a\ud800b' }, '<a\ufffdb> hello'],
    ['no end', { nick: 'n'.repeat(500) }, `<${'n'.repeat(79)}…> hello`],
    ['a template of its own', { nick: '{fullName}', fullName: 'x' }, '<{fullName}> hello'],
    ['a replacement pattern', { nick: "$&$'" }, "<$&$'> hello"],
  ])('with %s harms nobody', (_name, user, expected) => {
    const plan = planMessage({ ...hello, user: { ...ann, ...user } }, profiles.plain);
    expect(String(plan.parts[0].text)).toBe(expected);
  });

  it.each([
    ['the route wants no names', {}, { prefix: '' }, 'dropped'],
    ['the route wants no names of those who do something', { action: true }, { prefix: '' }, 'dropped'],
    ['it was named just before', {}, { continues: true }, 'continued'],
  ])('is left out where %s', (_name, how, context, lost) => {
    const plan = planMessage({ ...hello, ...how, user: ann }, profiles.irc, context);
    expect(plan).toEqual({ parts: [{ ...hello, ...how }], degraded: [{ what: 'author', how: lost }] });
  });

  it('of a picture alone is named above it', () => {
    const file: FileAttachment = { type: 'file', kind: 'image', url: 'https://files.example/cat.png' };
    const { parts } = planMessage({ user: ann, attachments: [file] }, profiles.html);
    expect(parts).toMatchObject([{ text: new RichText('<ann>') }, { attachments: [file] }]);
  });
});

describe('files', () => {
  const files = Array.from({ length: 23 }, (_, index): FileAttachment => {
    return { type: 'file', kind: 'image', name: `${index}.png`, url: `https://files.example/${index}.png` };
  });

  it('beyond what one message holds go in further messages', () => {
    const { parts, degraded } = planMessage({ ...hello, attachments: files }, profiles.album);
    expect(parts.map(({ text, attachments }) => [String(text ?? ''), attachments?.length])).toEqual([
      ['hello', 10],
      ['', 10],
      ['', 3],
    ]);
    expect(parts.flatMap(({ attachments = [] }) => attachments)).toEqual(files);
    expect(degraded).toEqual([]);
  });

  it('beyond what all messages together may hold become links', () => {
    const narrow = { ...profiles.album, text: { ...profiles.album.text, maxParts: 2 } };
    const { parts, degraded } = planMessage({ ...hello, attachments: files }, narrow);
    expect(parts.map(({ attachments }) => attachments?.length)).toEqual([10, 10]);
    expect(degraded.filter(({ what, how }) => what === 'attachment' && how === 'link')).toHaveLength(3);
    expect(String(parts[0].text)).toContain('https://files.example/22.png');
  });

  it('need a link of ours where the network takes none and they have no address to show', () => {
    const open = () => Promise.resolve(new Blob(['x']).stream());
    const streamed: FileAttachment = { type: 'file', kind: 'file', name: 'streamed', open };
    const secret: FileAttachment = { ...streamed, name: 'secret', url: 'https://a:b@files.example/' };
    const large: FileAttachment = { ...streamed, name: 'large', size: 1e9 };
    const message: Message = {
      attachments: [streamed, { type: 'forward', message: { attachments: [secret, large] } }, ...files],
    };
    expect(filesNeedingLinks(message, profiles.irc)).toEqual([streamed, secret, large]);
    expect(filesNeedingLinks(message, profiles.album)).toEqual([large]);
    expect(filesNeedingLinks(hello, profiles.irc)).toEqual([]);
    const links = new Map([[large, 'https://media.example/l']]);
    const { parts } = planMessage({ attachments: [large] }, profiles.album, { links });
    expect(String(parts[0].text)).toBe('large (https://media.example/l)');
  });
});

describe('an answer', () => {
  const channel = { kind: 'channel', network: 'target', source: 'room' } as const;
  const here = { kind: 'message', channel, id: 'm' } as const;

  it('within one channel needs no look-up', () => {
    const { parts, degraded } = planMessage({ ...hello, replyTo: here }, profiles.full, { channel });
    expect(parts[0].replyTo).toEqual(here);
    expect(degraded).toEqual([]);
  });

  it('quotes what was said, not what that quoted', () => {
    const quoted = { text: new RichText([{ text: 'old', quote: true }, '\nnew']), user: ann };
    const { parts } = planMessage({ ...hello, replyTo: here, quoted }, profiles.plain);
    expect(String(parts[0].text)).toBe('> <ann> new\nhello');
  });

  it('hides in a quote what was hidden, and guards who was named', () => {
    const eve = { kind: 'user', network: 'origin', id: '3', nick: 'eve' } as const;
    const quoted = { text: new RichText([{ text: 'it\nwas', spoiler: true }, ', ', { text: '@eve', mention: eve }]) };
    const { parts } = planMessage({ text: new RichText('no'), quoted }, profiles.plain, { guardNames: true });
    expect(String(parts[0].text)).toBe('> [spoiler], @e\u200dve\nno');
  });

  it('quotes a picture in words', () => {
    const quoted: Message = { attachments: [{ type: 'file', kind: 'image', name: 'cat.png' }] };
    const { parts } = planMessage({ ...hello, quoted }, profiles.plain);
    expect(String(parts[0].text)).toBe('> [image: cat.png]\nhello');
  });
});

describe('forwarded messages in one another', () => {
  it('are followed only so far', () => {
    let message: Message = { text: new RichText('core') };
    for (let depth = 0; depth < 1000; depth += 1) message = { attachments: [{ type: 'forward', message }] };
    const { parts, degraded } = planMessage(message, profiles.plain);
    expect(String(parts[0].text).split('\n')).toEqual([
      'Forwarded:',
      'Forwarded:',
      'Forwarded:',
      'Forwarded:',
      '> [forwarded message]',
    ]);
    expect(degraded.map(({ what }) => what)).toEqual(Array(4).fill('forward'));
  });
});

describe('places and polls', () => {
  const place = { type: 'location', latitude: 52.5, longitude: 13.4 } as const;
  const poll = { type: 'poll', question: 'Tea, @everyone?', options: ['yes', 'no'] } as const;
  const asked: Message = { text: new RichText('look'), attachments: [place, poll] };

  it('go as they are where the network takes them, each in a message of its own, and call nobody', () => {
    const attachments = { types: ['file', 'location', 'poll'], withText: true } as const;
    const { parts, degraded } = planMessage(asked, { ...profiles.full, attachments });
    const safe = { ...poll, question: 'Tea, @\u200beveryone?' };
    expect(parts).toEqual([{ text: asked.text }, { attachments: [place] }, { attachments: [safe] }]);
    expect(degraded).toEqual([]);
  });

  it('become lines where it takes others, or has no room for more messages', () => {
    const attachments = { types: ['poll'], withText: true } as const;
    const text = { ...profiles.full.text, maxParts: 2 };
    const one = planMessage(asked, { ...profiles.full, attachments });
    expect([one.parts.length, one.degraded]).toEqual([2, [{ what: 'location', how: 'text' }]]);
    const two = planMessage({ attachments: [poll, { ...poll }] }, { ...profiles.full, attachments, text });
    expect([two.parts.length, two.degraded[0]]).toEqual([2, { what: 'poll', how: 'text' }]);
    const { parts } = planMessage(
      { attachments: [poll] },
      { ...profiles.full, attachments, text: { ...text, maxParts: 1 } },
    );
    expect(parts).toHaveLength(1);
  });
});

describe('a message made to break the planner', () => {
  it.each([
    [
      'a hundred thousand marked letters',
      Array.from({ length: 100_000 }, (_, index) => ({ text: 'x', bold: index % 2 === 0 })),
    ],
    ['a million line feeds', '\n'.repeat(1_000_000)],
    ['a million letters without a space', 'x'.repeat(1_000_000)],
    ['a hundred thousand accents on one letter', `e${'\u0301'.repeat(100_000)}`],
    ['a hundred thousand halves of characters', '\ud83d'.repeat(100_000)],
    ['a hundred thousand pings', '@everyone '.repeat(100_000)],
  ])('is planned all the same: %s', (_name, text) => {
    const plan = planMessage({ user: ann, text: new RichText(text) }, profiles.sms, { render: markup });
    expect(plan.parts.length).toBeLessThanOrEqual(3);
    expect(plan.parts.length).toBeGreaterThanOrEqual(1);
  });
});

describe('names of people in a text', () => {
  const eve = { kind: 'user', network: 'origin', id: '3', nick: 'eve' } as const;
  const text = new RichText([
    'hi ',
    { text: '@eve', mention: eve },
    ' and ',
    { text: '#side', mention: { kind: 'channel', network: 'origin', source: 's' } },
  ]);

  it.each([
    [true, 'hi @e\u200dve and #side'],
    [false, 'hi @eve and #side'],
  ])('highlight nobody of another network where the route guards them: %s', (guardNames, expected) => {
    const channel = { kind: 'channel', network: 'target', source: 'room' } as const;
    expect(String(planMessage({ text }, profiles.irc, { guardNames, channel }).parts[0].text)).toBe(expected);
  });
});
