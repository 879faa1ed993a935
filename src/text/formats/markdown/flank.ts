/**
 * Signs of emphasis begin and end it only where the characters beside them let them (CommonMark §6.2, left- and
 * right-flanking). Where they would not, one of those characters is written as a character reference, which reads the
 * same and counts as punctuation.
 */
export type Piece =
  | { readonly kind: 'text'; readonly text: string; write(text: string): string }
  | { readonly kind: 'markup' | 'open' | 'close'; readonly text: string };

type Kind = 'space' | 'punctuation' | 'other';

type Edge = 'first' | 'last';

/** A piece as it is written now. */
interface Written {
  readonly piece: Piece;
  /** Whether the character at that edge is written as a reference. */
  first: boolean;
  last: boolean;
  text: string;
}

/** The pieces written one after another. */
export function flank(pieces: readonly Piece[]): string {
  const all = pieces.map((piece): Written => ({ piece, first: false, last: false, text: write(piece, false, false) }));
  // A reference at one edge may change what stands at the other: until nothing changes, at most once an edge.
  let changed = pieces.length > 1;
  while (changed) {
    changed = false;
    all.forEach(({ piece: { kind, text } }, index) => {
      if (kind === 'open' && adapt(all[index + 1], 'first', all[index - 1], 'last', text === '_')) changed = true;
      if (kind === 'close' && adapt(all[index - 1], 'last', all[index + 1], 'first', text === '_')) changed = true;
    });
  }
  return all.map(({ text }, index) => beforeLink(text, all[index + 1])).join('');
}

/** Makes a sign begin or end the text inside of it, away from the text outside. */
function adapt(
  inside: Written | undefined,
  edge: Edge,
  outside: Written | undefined,
  far: Edge,
  word: boolean,
): boolean {
  let changed = false;
  if (kinds(inside, edge).includes('space')) changed = encode(inside, edge);
  const letter = kinds(inside, edge).every((kind) => kind === 'other');
  // Beside a letter, the sign must stand at a letter too; `_` must not stand between letters at all.
  if (kinds(outside, far).includes('other') && (word || !letter)) changed = encode(outside, far) || changed;
  return changed;
}

function encode(written: Written | undefined, edge: Edge): boolean {
  if (written === undefined || written.piece.kind !== 'text' || written[edge]) return false;
  written[edge] = true;
  written.text = write(written.piece, written.first, written.last);
  return true;
}

/** What the character at an edge counts as: programs differ in characters beyond the first 65,536. */
function kinds(written: Written | undefined, edge: Edge): readonly Kind[] {
  if (written === undefined) return ['space'];
  const character = edge === 'first' ? firstOf(written.text) : lastOf(written.text);
  if (/\s/.test(character)) return ['space'];
  if (character.length > 1) return ['punctuation', 'other'];
  return [/[\p{P}\p{S}]/u.test(character) ? 'punctuation' : 'other'];
}

function write(piece: Piece, encodeFirst: boolean, encodeLast: boolean): string {
  if (piece.kind !== 'text') return piece.text;
  const { text } = piece;
  const first = encodeFirst ? firstOf(text) : '';
  const last = encodeLast && first.length < text.length ? lastOf(text) : '';
  return reference(first) + piece.write(text.slice(first.length, text.length - last.length)) + reference(last);
}

/** Before a link an exclamation mark would make it an image. */
function beforeLink(text: string, next: Written | undefined): string {
  const isLink = next?.piece.kind === 'markup' && next.piece.text === '[';
  return isLink && text.endsWith('!') ? `${text.slice(0, -1)}\\!` : text;
}

function reference(character: string): string {
  return character === '' ? '' : `&#${character.codePointAt(0)};`;
}

function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

function lastOf(text: string): string {
  const pair = text.slice(-2);
  return pair.length === 2 && pair.codePointAt(0)! > 0xffff ? pair : text.slice(-1);
}
