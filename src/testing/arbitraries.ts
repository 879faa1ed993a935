import type { Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import type { QueuedEvent } from '../plug/plug.ts';
import { RichText } from '../text/rich-text.ts';
import type { Segment } from '../text/segment.ts';
import type { Moment } from './moment.ts';

/** A type of fast-check's, which need not be installed for the rest of this entry. */
// biome-ignore lint/suspicious/noExplicitAny: what is not there has no type; where it is, its own types count.
type Foreign = any;

/** What `fc.property()` of fast-check takes. */
export interface AnyArbitrary<T> {
  generate(random: Foreign, bias: number | undefined): Foreign;
  canShrinkWithoutContext(value: unknown): value is T;
  shrink(value: T, context: unknown): Foreign;
  filter(predicate: (value: T) => boolean): Foreign;
  map<U>(mapper: (value: T) => U, unmapper?: (value: unknown) => T): Foreign;
  chain(chainer: (value: T) => Foreign): Foreign;
}

type Maker = 'array' | 'boolean' | 'constant' | 'constantFrom' | 'nat' | 'oneof' | 'record' | 'string';

/** What is needed of fast-check: give it the module itself. */
export type FastCheck = { readonly [N in Maker]: (...given: Foreign[]) => Foreign };

/** What happens to a plug that has no channel yet: add one, and queue it. */
export type Happening = { readonly type: QueuedEvent['type'] } & Record<string, unknown>;

/** Arbitraries for property tests of plugs, hooks and hosts. */
export interface Arbitraries {
  /** Texts: ordinary ones, every kind of Unicode, and such as want to be more than text. */
  readonly texts: AnyArbitrary<string>;
  readonly richTexts: AnyArbitrary<RichText>;
  readonly users: AnyArbitrary<User>;
  /** Messages with everything that can be compared: no streams, no refs. */
  readonly messages: AnyArbitrary<Message>;
  /** Events of every type, without their channel. */
  readonly events: AnyArbitrary<Happening>;
  /** Moments: at once, in the same breath, in the same millisecond, or later. */
  readonly moments: AnyArbitrary<Moment>;
  /** Moments for several things that are to meet. */
  readonly schedules: AnyArbitrary<readonly Moment[]>;
}

const ODD_TEXTS = [
  '',
  ' ',
  '\n',
  'one\ntwo\n\nthree',
  '@everyone',
  '> quoted',
  '```js',
  '/quit',
  '\r\nQUIT :injected',
  '\u0000\u001b[31m',
  '\u202ereversed',
  'lone \ud800 half',
  '👩‍👩‍👧‍👦',
  'word '.repeat(90),
];

/**
 * Makes them with the fast-check that is given.
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * const { messages } = arbitraries(fc);
 * fc.assert(fc.property(messages, (message) => …));
 * ```
 */
export function arbitraries(fc: FastCheck): Arbitraries {
  const flag = fc.constant(true);
  const texts = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(...ODD_TEXTS),
  );
  const id = fc.string({ minLength: 1, maxLength: 12 });
  const users = fc.record(
    {
      kind: fc.constant('user'),
      network: fc.constantFrom('here', 'there'),
      id,
      nick: texts,
      fullName: texts,
      bot: fc.boolean(),
    },
    { requiredKeys: ['kind', 'network', 'id'] },
  );
  const segments = fc.record(
    { text: texts, bold: flag, italic: flag, underline: flag, strike: flag, code: flag, spoiler: flag, quote: flag },
    { requiredKeys: ['text'] },
  );
  const richTexts = fc
    .oneof(texts, fc.array(segments, { maxLength: 5 }))
    .map((content: string | Segment[]) => new RichText(content));
  const files = fc.record({ type: fc.constant('file'), kind: fc.constantFrom('image', 'file'), name: texts });
  const content = {
    text: richTexts,
    action: flag,
    attachments: fc.array(files, { maxLength: 3 }),
    card: fc.record({ title: texts }),
  };
  const messages = fc.record({ ...content, user: users }, { requiredKeys: [] });
  const moments = fc.record({
    ms: fc.constantFrom(0, 0, 0, 1, 2, 5),
    macrotasks: fc.constantFrom(0, 0, 0, 1, 2),
    microtasks: fc.nat({ max: 8 }),
  });
  const event = (type: string, fields: object, required: readonly string[] = Object.keys(fields)): unknown =>
    fc.record({ type: fc.constant(type), user: users, ...fields }, { requiredKeys: ['type', ...required] });
  const events = fc.oneof(
    event('message', { id, ...content }, ['id']),
    event('edit', { id, ...content }, ['id']),
    event('delete', { id }),
    event('reaction', { id, emoji: fc.constantFrom('👍', ':parrot:'), removed: fc.boolean() }),
    event('join', { users: fc.array(users, { maxLength: 3 }) }),
    event('leave', { users: fc.array(users, { maxLength: 3 }), reason: texts }, ['users']),
    event('rename', { before: users, after: users }),
    event('title', { text: texts }),
    event('topic', { text: texts }),
    event('typing', {}),
    event('presence', { status: fc.constantFrom('online', 'away', 'busy', 'offline'), text: texts }, ['status']),
    event('gap', { reason: id }),
  );
  const schedules = fc.array(moments, { minLength: 1, maxLength: 10 });
  return { texts, richTexts, users, messages, events, moments, schedules };
}
