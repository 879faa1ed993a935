/** Writes what somebody typed such that CommonMark takes it for characters. */
const MARKUP = /[\\`*_~[\]<]|&(?=#?\w+;)/g;
const SPACE = /\s/;
const NEEDS_ESCAPE = /[\\`*_~[\]<&]/;
const ADDRESS = /https?:\/\/[^\s<>]+|www\.(?:(?!https?:\/\/)[^\s<>])+/gi;
const ADDRESS_SIGNS = /:(?=\/\/)|(?<=www)\.|@/gi;

/** Where a piece of text stands. */
export interface Surroundings {
  readonly label: boolean;
  /** Whether it is the whole line, without markup. */
  readonly alone: boolean;
  /** Whether markup follows right behind it. */
  readonly followed: boolean;
}

/** Characters as they can stand in a paragraph. */
export function escapeText(text: string, { label, alone, followed }: Surroundings): string {
  // Nothing in a label may become a link of its own.
  if (label) return escapeMarkup(text, true).replace(ADDRESS_SIGNS, '\\$&');
  return /:\/\/|www\./i.test(text) ? escapeAddresses(text, followed, alone) : escapeMarkup(text, alone);
}

/** A line that is nothing but a paragraph, or within a heading nothing but its text. */
export function escapeLine(line: string, heading: boolean): string {
  const started = line.replace(/^[ \t]/, reference);
  // A heading may end in signs that only close it; what begins its text begins no block.
  const marked = heading ? started.replace(/#$/, '\\#') : escapeStart(started);
  return marked.replace(/[ \t]$/, reference);
}

function escapeStart(line: string): string {
  return line
    .replace(/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=[-\s|:]*$)|[|:](?=[-|:\s]*$)|=+\s*$)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/**
 * Addresses are found by themselves, with all the signs in them (GFM §6.9): one that has such signs, or is not followed
 * by white space, is set in `<…>`.
 */
function escapeAddresses(text: string, followed: boolean, alone: boolean): string {
  let written = '';
  let start = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    const end = index + address.length;
    // The last white space of a line is written as a reference, which would become a part of the address.
    const apart = end === text.length ? !followed : SPACE.test(text[end]!) && end + 1 < text.length;
    written += escapeMarkup(text.slice(start, index), alone);
    start = end;
    if (apart && !NEEDS_ESCAPE.test(address)) written += address;
    else if (/^https?:/i.test(address)) written += `<${address}>`;
    else written += escapeMarkup(address, alone).replace('.', '\\.');
  }
  return written + escapeMarkup(text.slice(start), alone);
}

function escapeMarkup(text: string, alone: boolean): string {
  const escaped = NEEDS_ESCAPE.test(text) ? text.replace(MARKUP, '\\$&') : text;
  // An address of mail would take the signs beside it for a part of it.
  return alone ? escaped : escaped.replace(/@(?=\w)/g, '\\@');
}
