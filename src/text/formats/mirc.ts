/**
 * The formatting codes of IRC, as mIRC and its followers use them (https://modern.ircdocs.horse/formatting): a code
 * turns a mark on and off again; the end of a line turns all off. Colours and reverse have no mark and are dropped.
 */
import type { Line } from '../line.ts';
import { plainBlock } from '../line.ts';
import { RichText } from '../rich-text.ts';
import type { Mark, Segment } from '../segment.ts';
import { linesOf, plainCharacters, textOf } from '../text-lines.ts';

/** The marks that IRC's codes have. */
export const mircMarks: readonly Mark[] = ['bold', 'italic', 'underline', 'strike', 'code'];

const CODES = { bold: '\x02', italic: '\x1d', underline: '\x1f', strike: '\x1e', code: '\x11' } as const;
type Toggle = keyof typeof CODES;
const TOGGLES = Object.keys(CODES) as Toggle[];
const TOGGLE_OF = new Map<string, Toggle>(TOGGLES.map((mark) => [CODES[mark], mark]));

/** A code: `\x03` and `\x04` take the colours after them along. */
const CODE = /[\x02\x0f\x11\x16\x1d-\x1f]|\x03(?:\d{1,2}(?:,\d{1,2})?)?|\x04(?:[\da-f]{6}(?:,[\da-f]{6})?)?/gi;
const HAS_CODE = /[\x02-\x04\x0f\x11\x16\x1d-\x1f]/;

/** Reads text with IRC's formatting codes. Total. */
export function parseMirc(source: string): RichText {
  if (!HAS_CODE.test(source)) return new RichText(source).normalise();
  return textOf(source.split(/\r\n?|\n/).map(parseLine));
}

/** Writes text with IRC's formatting codes; every line stands for itself. Marks that IRC lacks are left out. */
export function renderMirc(text: RichText): string {
  return plainCharacters(text) ?? linesOf(text).map(renderLine).join('\n');
}

function parseLine(source: string): Line {
  const runs: Segment[] = [];
  let marks: Partial<Record<Toggle, true>> = {};
  let start = 0;
  for (const { 0: code, index } of source.matchAll(CODE)) {
    if (index > start) runs.push({ ...marks, text: source.slice(start, index) });
    start = index + code.length;
    const mark = TOGGLE_OF.get(code);
    if (code === '\x0f') marks = {};
    else if (mark !== undefined && marks[mark]) {
      const { [mark]: _, ...rest } = marks;
      marks = rest;
    } else if (mark !== undefined) marks = { ...marks, [mark]: true };
  }
  if (start < source.length) runs.push({ ...marks, text: source.slice(start) });
  return { block: plainBlock, runs };
}

function renderLine({ runs }: Line): string {
  let written = '';
  let open: Segment = { text: '' };
  for (const run of runs) {
    for (const mark of TOGGLES) if (!open[mark] !== !run[mark]) written += CODES[mark];
    written += run.text;
    open = run;
  }
  return written;
}
