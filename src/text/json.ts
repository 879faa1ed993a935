import { allMarks, type Segment } from './segment.ts';

const isText = (value: unknown): boolean => typeof value === 'string';
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);
const isWhole = (value: unknown): boolean => Number.isSafeInteger(value);

/** What each field of a segment must be, in words and as a test. */
const FIELDS: Readonly<Record<keyof Segment, readonly [expected: string, test: (value: unknown) => boolean]>> = {
  text: ['a string', isText],
  bold: ['a boolean', isFlag],
  italic: ['a boolean', isFlag],
  underline: ['a boolean', isFlag],
  strike: ['a boolean', isFlag],
  code: ['a boolean', isFlag],
  spoiler: ['a boolean', isFlag],
  quote: ['a boolean', isFlag],
  pre: ['{ language?: string }', (value) => isRecord(value) && isOptionalText(value.language)],
  heading: ['a whole number from 1 to 6', (value) => isWhole(value) && Number(value) >= 1 && Number(value) <= 6],
  list: [
    '{ depth: number, index?: number }',
    (value) => isRecord(value) && isWhole(value.depth) && (value.index === undefined || isWhole(value.index)),
  ],
  link: ['a string', isText],
  mention: ['a user, a channel, "everyone" or "here"', isMention],
  emoji: [
    '{ name: string, id?: string, url?: string }',
    (value) => isRecord(value) && isText(value.name) && isOptionalText(value.id) && isOptionalText(value.url),
  ],
};

/**
 * Reads the segments of a text from JSON.
 * @throws TypeError naming the segment, the field, what was expected and what was there
 */
export function readSegments(value: unknown): (string | Segment)[] {
  if (!Array.isArray(value)) throw new TypeError(`RichText: expected a list of segments, got ${shown(value)}`);
  return value.map((part: unknown, index) => {
    if (typeof part === 'string') return part;
    if (!isRecord(part)) throw new TypeError(`RichText: segment ${index}: expected a segment, got ${shown(part)}`);
    check(part, 'text', index);
    for (const mark of allMarks) if (part[mark] !== undefined) check(part, mark, index);
    return part as unknown as Segment;
  });
}

function check(part: Record<string, unknown>, field: keyof Segment, index: number): void {
  const [expected, test] = FIELDS[field];
  if (test(part[field])) return;
  throw new TypeError(`RichText: segment ${index}, ${field}: expected ${expected}, got ${shown(part[field])}`);
}

function isMention(value: unknown): boolean {
  if (value === 'everyone' || value === 'here') return true;
  if (!isRecord(value) || !isText(value.network)) return false;
  return (value.kind === 'user' && isText(value.id)) || (value.kind === 'channel' && isText(value.source));
}

function shown(value: unknown): string {
  return value === undefined || typeof value === 'function' ? typeof value : JSON.stringify(value).slice(0, 60);
}
