import fc from 'fast-check';
import type { User } from '../../src/model/user.ts';
import { allMarks, type Mark, RichText, type Segment } from '../../src/text/index.ts';

/** What random texts may hold beside marks. */
export interface TextOptions {
  readonly marks?: readonly Mark[];
  readonly maxSegments?: number;
  /** Users to mention; the text of a mention is `@` and the nick. */
  readonly users?: readonly User[];
  readonly emoji?: readonly NonNullable<Segment['emoji']>[];
  readonly maxHeading?: number;
  readonly languages?: readonly string[];
}

/** Pieces that formats take for markup, or trip over. */
const SPECIAL = [
  '*',
  '**',
  '***',
  '_',
  '__',
  '~',
  '~~',
  '||',
  '`',
  '``',
  '```',
  '\\',
  '\\\\',
  '<',
  '>',
  '&',
  '&amp;',
  '&lt;b&gt;',
  '[',
  ']',
  '(',
  ')',
  '](',
  '!',
  '#',
  '# ',
  '## x',
  '-# ',
  '- ',
  '+ ',
  '* ',
  '> ',
  '>>> ',
  '1. ',
  '1) ',
  '10.',
  '=',
  '===',
  '---',
  '- - -',
  '~~~',
  '|',
  ':',
  ':a:',
  ':smile:',
  '@',
  '@everyone',
  '@here',
  '<@1>',
  '<@!12345678901234567>',
  '<@&12345678901234567>',
  '<#12345678901234567>',
  '<:a:12345678901234567>',
  '<t:1700000000:R>',
  '</a:1>',
  '<!here>',
  '<b>',
  '</b>',
  '<script>',
  '<br>',
  '<!--',
  'http',
  '://',
  'http://a.b/c_d_e',
  'https://x.y/',
  'https://a.b/*c*_d_~e~',
  'https://a.b/|c||d|',
  'https://a.b/**c**d',
  'www.a.b',
  'a@b.cd',
  '[a](http://b.c)',
  '![a](http://b.c)',
  '[a]: http://b',
  '&#42;',
  '\t',
  '\u00a0',
  '\u200b',
  '\u2060',
  '\u200a',
  '\u2003',
  '\ufeff',
  '\u0301',
  '👩‍👩‍👧',
  '🇩🇪',
  '中文',
  'ß',
  '\u2028',
  '12',
  '"',
  "'",
  ',',
  '.',
  ' . ',
] as const;

const word = fc.oneof(
  { weight: 4, arbitrary: fc.stringMatching(/^[a-z]{1,4}$/) },
  { weight: 2, arbitrary: fc.constantFrom(...SPECIAL) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 3 }) },
  { weight: 2, arbitrary: fc.constantFrom(' ', '  ', ' ', '\n', '\n\n') },
);

/** Characters of a segment. */
export const characters: fc.Arbitrary<string> = fc
  .array(word, { minLength: 1, maxLength: 5 })
  .map((words) => words.join(''));

const address = fc.constantFrom(
  'https://example.org/',
  'http://a.b/c_d',
  'https://en.wikipedia.org/wiki/Foo_(bar)',
  'https://a.b/?c=d&e=*f*#g',
  'mailto:a@b.cd',
  'https://a.b/||x|| y',
  'https://a.b/)',
);

function markValue(mark: Mark, options: TextOptions): fc.Arbitrary<unknown> {
  switch (mark) {
    case 'pre':
      return fc
        .constantFrom(...(options.languages ?? ['ts', 'c++']), undefined)
        .map((language) => (language ? { language } : {}));
    case 'heading':
      return fc.integer({ min: 1, max: options.maxHeading ?? 6 });
    case 'list':
      return fc
        .record({
          depth: fc.integer({ min: 0, max: 3 }),
          index: fc.option(fc.integer({ min: 0, max: 120 }), { nil: undefined }),
        })
        .map(({ depth, index }) => (index === undefined ? { depth } : { depth, index }));
    case 'link':
      return address;
    default:
      return fc.constant(true);
  }
}

function ordinary(options: TextOptions): fc.Arbitrary<Segment> {
  const marks = (options.marks ?? allMarks).filter((mark) => mark !== 'mention' && mark !== 'emoji');
  const some = Object.fromEntries(
    marks.map((mark) => [mark, fc.option(markValue(mark, options), { nil: undefined, freq: blocky(mark) ? 6 : 2 })]),
  );
  return fc.tuple(characters, fc.record(some)).map(([text, values]) => ({ ...values, text }) as Segment);
}

function blocky(mark: Mark): boolean {
  return mark === 'pre' || mark === 'heading' || mark === 'list' || mark === 'quote';
}

function atoms(options: TextOptions): fc.Arbitrary<Segment>[] {
  const { marks = allMarks, users = [], emoji = [] } = options;
  const all: fc.Arbitrary<Segment>[] = [];
  if (marks.includes('mention') && users.length > 0) {
    all.push(
      fc.oneof(
        fc.constantFrom(...users).map((mention) => ({ text: `@${mention.nick}`, mention })),
        fc.constantFrom('everyone' as const, 'here' as const).map((mention) => ({ text: `@${mention}`, mention })),
      ),
    );
  }
  if (marks.includes('emoji') && emoji.length > 0) {
    all.push(fc.constantFrom(...emoji).map((one) => ({ text: `:${one.name}:`, emoji: one })));
  }
  return all;
}

/** A random rich text: any characters, any marks of `marks`, on any stretch. */
export function richText(options: TextOptions = {}): fc.Arbitrary<RichText> {
  const plain = characters.map((text): Segment => ({ text }));
  const bold = fc.oneof(
    { weight: 6, arbitrary: ordinary(options) },
    { weight: 2, arbitrary: plain },
    ...atoms(options).map((arbitrary) => ({ weight: 1, arbitrary })),
  );
  return fc.array(bold, { maxLength: options.maxSegments ?? 6 }).map((segments) => new RichText(segments));
}
