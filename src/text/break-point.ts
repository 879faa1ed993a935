/** Where a text is best cut: after a paragraph, line, sentence or word, else between graphemes. */
const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

const SPACE = /\s/;
/** What belongs to the character before it (UAX #29), even to a space. */
const EXTENDS = /[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200d]/u;
const PARAGRAPH = /\n[^\S\n]*(?=\n)/g;
/** The end of a sentence: what closes it, with the brackets and quotation marks around it. */
const SENTENCE = /[.!?…]["'”’)\]]*(?=\s)|[。！？][」』）]*(?![\p{M}\p{Grapheme_Extend}\u200d])/gu;

/** A piece is filled at least so far before a nicer place to cut counts more than a full piece. */
const FILLED = { paragraph: 0.25, line: 0.25, sentence: 0.4 } as const;

/** A grapheme is told from the next by at most so many units behind it. */
const AHEAD = 32;

/** The places to cut `text` between `start` and `limit`, best first; all behind `start`. */
export function breakPoints(text: string, start: number, limit: number): number[] {
  const window = text.slice(start, limit + 1);
  const reach = limit - start;
  const points = [
    lastMatch(PARAGRAPH, window, FILLED.paragraph * reach),
    ifFilled(window.lastIndexOf('\n'), FILLED.line * reach),
    lastMatch(SENTENCE, window, FILLED.sentence * reach),
    lastSpace(window),
  ];
  const places = points.filter((point) => point > 0 && point <= reach).map((point) => start + point);
  return [...places, graphemeBreak(text, start, limit), codePointBreak(text, start, limit)];
}

function ifFilled(point: number, filled: number): number {
  return point >= filled ? point : -1;
}

function lastMatch(pattern: RegExp, window: string, filled: number): number {
  let point = -1;
  for (const match of window.matchAll(pattern)) {
    point = match[0].startsWith('\n') ? match.index : match.index + match[0].length;
  }
  return ifFilled(point, filled);
}

function lastSpace(window: string): number {
  for (let index = window.length - 1; index > 0; index -= 1) if (isBlankAt(window, index)) return index;
  return -1;
}

/** Whether there is white space at an index, and nothing to see on top of it. */
export function isBlankAt(text: string, index: number): boolean {
  if (!SPACE.test(text[index]!)) return false;
  const next = text.codePointAt(index + 1) ?? 0;
  return next < 0x300 || !EXTENDS.test(String.fromCodePoint(next));
}

/** The last end of a grapheme up to `limit`; `start` or less where one grapheme fills the whole stretch. */
function graphemeBreak(text: string, start: number, limit: number): number {
  const grapheme = segmenter.segment(text.slice(start, limit + AHEAD)).containing(limit - start);
  return start + (grapheme?.index ?? limit - start);
}

/** `limit`, or one less where that would cut a surrogate pair in two. */
export function codePointBreak(text: string, start: number, limit: number): number {
  const splitsPair = isHigh(text.charCodeAt(limit - 1)) && isLow(text.charCodeAt(limit));
  return splitsPair && limit - 1 > start ? limit - 1 : limit;
}

/** Where the first code point behind `start` ends. */
export function codePointEnd(text: string, start: number): number {
  return isHigh(text.charCodeAt(start)) && isLow(text.charCodeAt(start + 1)) ? start + 2 : start + 1;
}

function isHigh(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function isLow(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
