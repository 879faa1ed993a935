import { RichText } from '../../text/rich-text.ts';

/** Something that may happen on a network; `id` gives one that was never used. */
export type Happening = (id: () => string, known: string) => { readonly type: string } & Record<string, unknown>;

const ann = { id: 'ann', nick: 'Ann' };

/** One event of each kind; `known` is the id of a message that was said before. */
export const everyKind: Readonly<Record<string, Happening>> = {
  message: (id) => ({ type: 'message', id: id(), text: 'hello', user: ann }),
  'message of nobody': (id) => ({ type: 'message', id: id(), text: 'hello' }),
  'message without text': (id) => ({ type: 'message', id: id(), user: ann }),
  'empty message': (id) => ({ type: 'message', id: id(), text: '', user: ann }),
  'own message': (id) => ({ type: 'message', id: id(), text: 'hello', self: true, user: { id: 'us', nick: 'us' } }),
  action: (id) => ({ type: 'message', id: id(), text: 'waves', action: true, user: ann }),
  'message of the past': (id) => ({ type: 'message', id: id(), text: 'old', history: true, user: ann }),
  'rich message': (id) => ({
    type: 'message',
    id: id(),
    text: new RichText([{ text: 'bold', bold: true }, 'plain']),
    user: ann,
  }),
  files: (id) => ({
    type: 'message',
    id: id(),
    user: ann,
    attachments: [
      { type: 'file', kind: 'image', name: 'a.png', url: 'https://files.example/a.png' },
      { type: 'location', latitude: 1, longitude: 2 },
      { type: 'poll', question: 'tea?', options: ['yes', 'no'] },
      { type: 'forward', message: { text: new RichText('said elsewhere') } },
    ],
  }),
  card: (id) => ({ type: 'message', id: id(), user: ann, card: { title: 'news', body: new RichText('body') } }),
  reply: (id, known) => ({
    type: 'message',
    id: id(),
    text: 'yes',
    user: ann,
    replyTo: { kind: 'message', channel: { kind: 'channel', network: 'scripted:here', source: 'room' }, id: known },
    quoted: { text: new RichText('is it?') },
  }),
  edit: (_id, known) => ({ type: 'edit', id: known, text: 'changed', user: ann }),
  'edit of something unknown': (id) => ({ type: 'edit', id: id(), text: 'changed', user: ann }),
  reaction: (_id, known) => ({ type: 'reaction', id: known, emoji: '👍', user: ann }),
  'reaction taken back': (_id, known) => ({ type: 'reaction', id: known, emoji: '👍', removed: true, user: ann }),
  join: () => ({ type: 'join', users: [ann] }),
  'join of nobody': () => ({ type: 'join', users: [] }),
  leave: () => ({ type: 'leave', users: [ann], by: { id: 'op' }, reason: 'bye' }),
  rename: () => ({ type: 'rename', before: ann, after: { id: 'ann', nick: 'Anna' } }),
  title: () => ({ type: 'title', text: 'a title' }),
  topic: () => ({ type: 'topic', text: 'a topic', user: ann }),
  presence: () => ({ type: 'presence', status: 'away', user: ann }),
  gap: () => ({ type: 'gap', reason: 'the network was away' }),
  delete: (_id, known) => ({ type: 'delete', id: known, user: ann }),
};

/** Texts that want to be more than text. */
export const hostileTexts: readonly string[] = [
  ' ',
  '\n\n\n',
  '/quit !help .stop @everyone',
  '\u0024{constructor} {{7*7}} %s $(id) `id` <script>alert(1)</script>',
  "'; DROP TABLE messages; --",
  '**bold** _it_ ||x|| [l](javascript:x) ```',
  '__proto__',
  'constructor',
  `e${'\u0301'.repeat(2000)}`,
  'x'.repeat(50_000),
  '👩‍👩‍👧‍👦'.repeat(500),
  '(a+)+$'.repeat(50),
  `${'a'.repeat(30_000)}!`,
  `${' '.repeat(30_000)}x`,
];
