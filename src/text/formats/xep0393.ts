/**
 * XEP-0393: Message Styling 1.1.1 (https://xmpp.org/extensions/xep-0393.html): `*strong*`, `_emphasis_`, `~strike~`,
 * `` `code` ``, lines after `>`, and blocks of code between lines of three backticks. What follows the backticks names
 * the language, as §5.1.2 lets it.
 *
 * The format has no escape: a sign that somebody typed where it would begin a mark gets a word joiner (U+2060) before
 * it, and a mark that begins within a word a hair space (U+200A), because §6.1 lets it begin only behind white space.
 */
import { cleanText } from '../clean-text.ts';
import type { Block, Line } from '../line.ts';
import { RichText } from '../rich-text.ts';
import type { Mark, Segment } from '../segment.ts';
import { linesOf, plainCharacters, textOf } from '../text-lines.ts';
import { readSpans } from './spans/read.ts';
import { JOINER, type SpanRules } from './spans/rules.ts';
import { writeSpans } from './spans/write.ts';

/** The marks that XEP-0393 has. */
export const xep0393Marks: readonly Mark[] = ['bold', 'italic', 'strike', 'code', 'pre', 'quote'];

const RULES: SpanRules = {
  boundary: '\u200a',
  fences: false,
  opensAfter: (character) => /\s/.test(character),
  closesBefore: () => true,
};
const MARKUP = /[*_~`]|^\u2060*>/m;
const FENCE = '```';
const LANGUAGE = /^[\w+#.-]+$/;
/** A line that would end the code, with the guards before it. */
const FENCE_LINE = /^\u2060*```$/;

/** Reads Message Styling. Total, in linear time. */
export function parseXep0393(source: string): RichText {
  const clean = cleanText(source);
  if (!MARKUP.test(clean)) return new RichText(clean);
  return textOf(readBlocks(clean.split('\n'), {}));
}

/** Writes Message Styling; marks that it lacks are left out. Total. */
export function renderXep0393(text: RichText): string {
  const plain = plainCharacters(text);
  if (plain !== undefined && !MARKUP.test(plain)) return plain;
  const lines = linesOf(text);
  return lines.flatMap((line, index) => writeLine(line, lines[index - 1]?.block, lines[index + 1]?.block)).join('\n');
}

function readBlocks(rows: readonly string[], block: Block): Line[] {
  const lines: Line[] = [];
  for (let index = 0; index < rows.length; ) {
    const row = rows[index]!;
    let end = index + 1;
    if (!block.quote && row.startsWith('>')) {
      while (rows[end]?.startsWith('>')) end += 1;
      const quoted = rows.slice(index, end).map((one) => one.replace(/^> ?/, ''));
      for (const line of readBlocks(quoted, { quote: true })) lines.push(line);
    } else if (row.startsWith(FENCE)) {
      while (end < rows.length && rows[end] !== FENCE) end += 1;
      for (const line of readCode(rows.slice(index, end), block)) lines.push(line);
      end += 1;
    } else lines.push({ block, runs: readText(row, block) });
    index = end;
  }
  return lines;
}

function readText(row: string, { quote }: Block): Segment[] {
  // A quote within a quote is one quote.
  const text = quote ? row.replace(/^(?:> ?)+/, '') : row;
  return readSpans(text.replace(/^\u2060(?=\u2060*>)/, ''), RULES);
}

function readCode([fence = '', ...rows]: readonly string[], block: Block): Line[] {
  const name = fence.slice(FENCE.length).trim();
  const pre = LANGUAGE.test(name) ? { language: name } : {};
  return rows.map((row) => {
    const text = FENCE_LINE.test(row) ? row.slice(1) : row;
    return { block: { ...block, pre }, runs: text === '' ? [] : [{ text }] };
  });
}

function writeLine({ block, runs }: Line, before: Block | undefined, after: Block | undefined): string[] {
  const rows = block.pre === undefined ? [writeText(runs)] : writeCode(block, runs, before, after);
  return block.quote ? rows.map((row) => `> ${row}`) : rows;
}

function writeText(runs: readonly Segment[]): string {
  const written = writeSpans(runs, RULES, ({ text }) => [{ text }]);
  return /^\u2060*>/.test(written) ? JOINER + written : written;
}

function writeCode(
  block: Block,
  runs: readonly Segment[],
  before: Block | undefined,
  after: Block | undefined,
): string[] {
  const code = runs.map((run) => run.text).join('');
  const row = FENCE_LINE.test(code) ? JOINER + code : code;
  return [
    ...(isSameCode(block, before) ? [] : [FENCE + (block.pre?.language ?? '')]),
    row,
    ...(isSameCode(block, after) ? [] : [FENCE]),
  ];
}

function isSameCode(block: Block, other: Block | undefined): boolean {
  return other?.pre !== undefined && other.pre.language === block.pre?.language && other.quote === block.quote;
}
