/**
 * Formats in which a sign before and behind a stretch marks it, without a way to escape one: XEP-0393 and Slack.
 *
 * Two characters that nobody sees stand guard. A joiner before a sign, or between a sign and white space inside of it,
 * makes the sign mean itself or keeps it working; the boundary stands where a mark begins in a word. Whatever stands
 * beside a sign is doubled when written, so that reading takes away just what writing added.
 */
export interface SpanRules {
  /** Written before a mark that begins in a word, and before a sign within its own mark. It counts as white space. */
  readonly boundary: string;
  /** Whether three backticks mean something wherever they stand, so that typed ones must be kept apart. */
  readonly fences: boolean;
  /** Whether a mark may begin behind this character. */
  opensAfter(character: string): boolean;
  /** Whether a mark may end before this character. */
  closesBefore(character: string): boolean;
}

/** U+2060 WORD JOINER. */
export const JOINER = '\u2060';

/** The signs of the marks, from the outside in. */
export const SIGNS = { bold: '*', italic: '_', strike: '~', code: '`' } as const;

/** A mark that has a sign. */
export type SpanMark = keyof typeof SIGNS;

/** Whether a character is one of the signs. */
export function isSign(character: string | undefined): boolean {
  return character === '*' || character === '_' || character === '~' || character === '`';
}

/** Whether a character counts as white space beside a sign. */
export function isSpace(character: string, { boundary }: SpanRules): boolean {
  return character === boundary || /\s/.test(character);
}

/** Whether a character beside a sign is taken for a guard. */
export function isGuard(character: string | undefined, { boundary }: SpanRules): boolean {
  return character === JOINER || character === boundary;
}
