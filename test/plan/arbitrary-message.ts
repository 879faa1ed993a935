import fc from 'fast-check';
import type { FileAttachment } from '../../src/model/attachment.ts';
import type { Capabilities } from '../../src/model/capabilities.ts';
import type { Card } from '../../src/model/card.ts';
import type { Attachment, Message } from '../../src/model/message.ts';
import type { User } from '../../src/model/user.ts';
import { RichText } from '../../src/text/rich-text.ts';
import { allMarks, type Segment } from '../../src/text/segment.ts';

/** What must never be found in anything that is sent. */
export const SECRET = 'AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw';

const string = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '@everyone',
    'hi @here!',
    'one\ntwo\n\nthree',
    '   ',
    '\n',
    '',
    '> quoted',
    '```js',
    'word '.repeat(90),
  ),
);
const flag = fc.constant(true);
const url = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    `https://user:${SECRET}@files.example/x`,
    `https://api.telegram.org/file/bot123456:${SECRET}/x.jpg`,
    `https://bucket.example/x?X-Amz-Signature=${SECRET}`,
    `https://files.example/x?token=${SECRET}`,
    'not an address',
  ),
);

const userFields = { kind: fc.constant('user' as const), network: fc.constantFrom('origin', 'target'), id: string };
export const anyUser: fc.Arbitrary<User> = fc.record(
  { ...userFields, nick: string, fullName: string, avatar: url },
  { requiredKeys: ['kind', 'network', 'id'] },
);

const anySegment: fc.Arbitrary<Segment> = fc.record(
  {
    text: string,
    bold: flag,
    italic: flag,
    underline: flag,
    strike: flag,
    code: flag,
    spoiler: flag,
    quote: flag,
    pre: fc.constantFrom({}, { language: 'js' }),
    heading: fc.constantFrom(1, 2, 6),
    list: fc.constantFrom({ depth: 0 }, { depth: 2, index: 3 }),
    link: fc.webUrl(),
    mention: fc.oneof(anyUser, fc.constantFrom('everyone' as const, 'here' as const)),
    emoji: fc.constantFrom({ name: 'parrot', id: '1' }, { name: '+1' }),
  },
  { requiredKeys: ['text'] },
) as fc.Arbitrary<Segment>;

export const anyText: fc.Arbitrary<RichText> = fc
  .oneof(
    string,
    fc.array(fc.oneof({ arbitrary: string, weight: 2 }, { arbitrary: anySegment, weight: 1 }), { maxLength: 6 }),
  )
  .map((content) => new RichText(content));

const open = fc.constant(() => Promise.resolve(new Blob(['x']).stream()));
export const anyFile: fc.Arbitrary<FileAttachment> = fc.record(
  {
    type: fc.constant('file' as const),
    kind: fc.constantFrom('image', 'video', 'audio', 'voice', 'sticker', 'file'),
    name: string,
    size: fc.oneof(fc.nat(), fc.constant(1e12)),
    url,
    open,
    alt: string,
    spoiler: flag,
  },
  { requiredKeys: ['type', 'kind'] },
) as fc.Arbitrary<FileAttachment>;

const anyCard: fc.Arbitrary<Card> = fc.record(
  {
    title: string,
    body: anyText,
    summary: string,
    link: url,
    image: url,
    thumbnail: url,
    color: fc.constantFrom('red', 0xff0000),
    fields: fc.array(fc.record({ name: string, value: string }), { maxLength: 3 }),
    footer: string,
    author: string,
  },
  { requiredKeys: [] },
);

const ref = { kind: 'message', channel: { kind: 'channel', network: 'origin', source: 'room' }, id: 'm' } as const;

export const { message: anyMessage } = fc.letrec<{ message: Message; attachment: Attachment }>((tie) => ({
  attachment: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyFile,
    fc.record({ type: fc.constant('location' as const), latitude: fc.double(), longitude: fc.double(), name: string }),
    fc.record({ type: fc.constant('poll' as const), question: string, options: fc.array(string, { maxLength: 4 }) }),
    fc.record({ type: fc.constant('forward' as const), message: tie('message') }),
  ),
  message: fc.record(
    {
      text: anyText,
      user: anyUser,
      action: flag,
      replyTo: fc.constant(ref),
      quoted: fc.record({ text: anyText, user: anyUser }),
      attachments: fc.array(tie('attachment'), { maxLength: 4 }),
      card: anyCard,
    },
    { requiredKeys: [] },
  ),
}));

/** Any network at all, as far as a message is concerned. */
export const anyCapabilities: fc.Arbitrary<Capabilities> = fc.record(
  {
    text: fc.record(
      {
        maxLength: fc.integer({ min: 40, max: 300 }),
        unit: fc.constantFrom('byte', 'utf16', 'codepoint'),
        maxLines: fc.integer({ min: 1, max: 4 }),
        maxParts: fc.integer({ min: 1, max: 4 }),
        marks: fc.subarray([...allMarks]),
      },
      { requiredKeys: ['unit', 'marks'] },
    ),
    attachments: fc.record(
      {
        types: fc.subarray(['file', 'location', 'poll']),
        maxBytes: fc.nat(),
        maxCount: fc.integer({ min: 0, max: 3 }),
        withText: fc.boolean(),
      },
      { requiredKeys: ['withText'] },
    ),
    reply: fc.boolean(),
    card: fc.boolean(),
    impersonate: fc.boolean(),
    echo: fc.constant('none'),
    idempotency: fc.constant('none'),
  },
  { requiredKeys: ['text', 'echo', 'idempotency'] },
) as fc.Arbitrary<Capabilities>;
