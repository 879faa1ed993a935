/**
 * Addresses in plain text. Discord takes everything from `http://` up to white space or `<` for the address, markup
 * and backslashes included, but for punctuation at the end: they are written as they are, in `<…>` where something
 * follows that must not become part of it.
 */
export const ADDRESS = /https?:\/\/[^\s<>\\`*|]+/;

const CALL = /@\u200b*(?:everyone|here)/;
const TRAILING = '.,:;"\'])';

/** The part of a match of `ADDRESS` that is one, given which pairs of characters end a mark around it. */
export function addressIn(match: string, underline: boolean, strike: boolean): string {
  // A server looks for these anywhere, in addresses too.
  const call = match.search(CALL);
  let end = call < 0 ? match.length : call;
  for (const stop of [']('].concat(underline ? '__' : [], strike ? '~~' : [])) {
    const at = match.indexOf(stop);
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
