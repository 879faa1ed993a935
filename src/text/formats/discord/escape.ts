import { ADDRESS, addressIn, trimmedEnd } from './address.ts';

/** What somebody typed that Discord would take for markup, a ping, a name or an emoji. */
const MARKUP =
  /[\\*_~|`]|(?<=[~|])\u200b|<(?:a|t|id)?(?:[#:/]|@(?!\u200b*(?:everyone|here)))?|\]\(|@(?=\u200b*(?:everyone|here))|:(?=[a-z_+-][\w+-]*:)/gi;
const NEEDS_ESCAPE = /[\\*_~|`<@:]|\]\(/;
const ADDRESSES = new RegExp(ADDRESS, 'g');
const SCHEME = /^https?:\/\/$/;
/** What may follow an address for Discord to find its end. */
const AFTER_ADDRESS = /^[.,:;"'\])]*(?=\s|$)/;
const BLOCK = /^(\s*)(#{1,6}|-#|[-+*]|>+|\d+)(?=[\s.)]|$|(?<=>))/;

/** Where a piece of text stands. */
export interface Surroundings {
  readonly label: boolean;
  /** The signs of the marks that are open. */
  readonly signs: () => readonly string[];
  /** Whether markup follows right behind it. */
  readonly followed: boolean;
}

/** Writes characters such that they mean nothing but themselves. */
export function escapeText(text: string, around: Surroundings): string {
  if (around.label) return escapeMarkup(text).replace(/[[\]]|(?<=https?):(?=\/\/)/g, '\\$&');
  if (!text.includes('://')) return escapeMarkup(text);
  const signs = around.signs();
  let written = '';
  let start = 0;
  ADDRESSES.lastIndex = 0;
  for (let match = ADDRESSES.exec(text); match !== null; match = ADDRESSES.exec(text)) {
    const address = endOf(addressIn(match[0], signs), signs);
    const end = match.index + address.length;
    const rest = text.slice(end);
    const tail = AFTER_ADDRESS.exec(rest)?.[0];
    const apart = tail === undefined || (tail.length === rest.length && around.followed);
    written += escapeMarkup(text.slice(start, match.index));
    if (SCHEME.test(address)) written += address.replace(':', '\\:');
    else written += apart ? `<${address}>` : address;
    start = end;
    ADDRESSES.lastIndex = end;
  }
  return written + escapeMarkup(text.slice(start));
}

/** Writes the beginning of a line such that it begins no heading, list, quote or small print. */
export function escapeLineStart(line: string): string {
  const match = BLOCK.exec(line);
  if (match === null) return line;
  const [all, space = '', sign = ''] = match;
  const rest = line.slice(all.length);
  if (/\d/.test(sign)) return /^[.)](?:\s|$)/.test(rest) ? `${all}\\${rest}` : line;
  return /^[.)]/.test(rest) && !sign.startsWith('>') ? line : `${space}\\${sign}${rest}`;
}

/** An underscore before the end of an underline would be counted to it, and so would any other sign. */
function endOf(address: string, signs: readonly string[]): string {
  return trimmedEnd(address, signs.join(''));
}

function escapeMarkup(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(MARKUP, escapeOne) : text;
}

function escapeOne(match: string): string {
  if (match === '@') return '@\u200b';
  if (match === '](') return ']\\(';
  if (match.length > 1) return `\\${match.slice(0, -1)}${/\w/.test(match.at(-1)!) ? '' : '\\'}${match.at(-1)}`;
  return `\\${match}`;
}
