const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Text in which every UTF-16 unit is a grapheme of its own: only CR LF, accents and the like are more than one. */
const SIMPLE = /^[\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff]*$/;

/** The UTF-16 offsets at which the graphemes of a text begin, and its length at the end. */
export function graphemeOffsets(text: string): number[] {
  const offsets: number[] = [];
  if (SIMPLE.test(text)) for (let index = 0; index < text.length; index += 1) offsets.push(index);
  else for (const { index } of segmenter.segment(text)) offsets.push(index);
  offsets.push(text.length);
  return offsets;
}

/** How many graphemes a text has. */
export function graphemeCount(text: string): number {
  return SIMPLE.test(text) ? text.length : graphemeOffsets(text).length - 1;
}
