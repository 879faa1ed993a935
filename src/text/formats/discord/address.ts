import type { Segment } from '../../segment.ts';

/**
 * Addresses in plain text. Discord takes everything from `http://` up to white space or `<` for the address, markup
 * and backslashes included, but for punctuation at the end: they are written as they are, in `<…>` where something
 * follows that must not become part of it.
 */
export const ADDRESS = /https?:\/\/[^\s<>\\`]*/;

/** The signs of the marks within a line. */
export const SIGNS = { italic: '*', spoiler: '||', strike: '~~', underline: '__', bold: '**' } as const;

/** The signs that are open around a run as we write it. */
export function signsAround(run: Segment): string[] {
  return Object.entries(SIGNS).flatMap(([mark, sign]) => (run[mark as keyof typeof SIGNS] ? [sign] : []));
}

const CALL = /@\u200b*(?:everyone|here)/;
/** Within a word an underscore ends nothing. */
const WORD_END = /_(?!\w)/;
const TRAILING = '.,:;"\'])';

/** The part of a match of `ADDRESS` that is one, given the signs that are open around it: the next one ends its mark. */
export function addressIn(match: string, signs: readonly string[]): string {
  // A server looks for these anywhere, in addresses too.
  const call = match.search(CALL);
  let end = call < 0 ? match.length : call;
  for (const stop of ['](', ...signs]) {
    const at = stop === '_' ? match.search(WORD_END) : match.indexOf(stop);
    if (at >= 0) end = Math.min(end, at);
  }
  return trimmedEnd(match.slice(0, end), TRAILING);
}

/** The text without any of these characters at its end. */
export function trimmedEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end -= 1;
  return text.slice(0, end);
}
