import { cleanText } from '../../clean-text.ts';
import { type Block, type Line, plainBlock } from '../../line.ts';
import { RichText } from '../../rich-text.ts';
import { runLines } from '../../run-lines.ts';
import { textOf } from '../../text-lines.ts';
import { readFences, readQuotes } from '../fences/blocks.ts';
import { readBlockCode } from '../fences/code.ts';
import type { DiscordContext } from './context.ts';
import { parseInline } from './inline.ts';

const MARKUP = /[\\*_~|`<[]|@\u200b*(?:everyone|here)|^(?:#{1,3}|-#|>|>>>| *[-*]| *\d+\.) /m;
const HEADING = /^(#{1,3}) (.*\S.*)$/s;
const SUBTEXT = /^-# (.*\S.*)$/s;
const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) (.*\S.*)$/s;
const QUOTES = { line: /> /y, rest: />>> /y };
const SPOILER = '||';
const LANGUAGE = /^([\w+#.-]+)\n(.*[^\n].*)$/s;

/** Reads Discord's markdown. Total, in linear time. */
export function parseDiscord(source: string, context: DiscordContext = {}): RichText {
  const clean = cleanText(source);
  if (!MARKUP.test(clean)) return new RichText(clean);
  return textOf(readQuotes(clean, QUOTES, (unquoted) => readUnquoted(unquoted, context)));
}

/** Code blocks, and what is between them. */
function readUnquoted(source: string, context: DiscordContext): Line[] {
  const stretches = readFences(source);
  const rows = stretches.map((stretch) => (stretch.kind === 'text' ? [...stretch.rows] : []));
  const hidden = stretches.map(({ kind }, index) => kind === 'code' && takeSpoiler(rows[index - 1]!, rows[index + 1]!));
  return stretches.flatMap((stretch, index) =>
    stretch.kind === 'text' ? readText(rows[index]!, context) : readCode(stretch.code, hidden[index]!),
  );
}

/** Takes the signs of a spoiler away that hides just a code block. */
function takeSpoiler(before: string[], after: string[]): boolean {
  const last = before.at(-1);
  const first = after[0];
  if (!last?.endsWith(SPOILER) || !first?.startsWith(SPOILER)) return false;
  before.pop();
  after.shift();
  if (last !== SPOILER) before.push(last.slice(0, -SPOILER.length));
  if (first !== SPOILER) after.unshift(first.slice(SPOILER.length));
  return true;
}

function readCode(source: string, spoiler: boolean): Line[] {
  const [, language, body = source] = LANGUAGE.exec(source) ?? [];
  const block: Block = { pre: language === undefined ? {} : { language } };
  const code = readBlockCode(body.replace(/^\n+|\n+$/g, ''));
  return code.split('\n').map((text) => ({ block, runs: text === '' ? [] : [{ text, spoiler }] }));
}

function readText(rows: readonly string[], context: DiscordContext): Line[] {
  const lines: Line[] = [];
  let plain: string[] = [];
  const flush = (): void => {
    if (plain.length > 0) {
      for (const runs of runLines(parseInline(plain.join('\n'), context))) lines.push({ block: plainBlock, runs });
    }
    plain = [];
  };
  for (const row of rows) {
    const marked = readRow(row);
    if (marked === undefined) plain.push(row);
    else {
      flush();
      lines.push({ block: marked.block, runs: parseInline(marked.text, context) });
    }
  }
  flush();
  return lines;
}

function readRow(row: string): { readonly block: Block; readonly text: string } | undefined {
  const heading = HEADING.exec(row);
  if (heading !== null) return { block: { heading: heading[1]!.length as 1 | 2 | 3 }, text: heading[2]! };
  const subtext = SUBTEXT.exec(row);
  if (subtext !== null) return { block: plainBlock, text: subtext[1]! };
  const item = ITEM.exec(row);
  if (item === null) return undefined;
  const [, indent = '', index, text = ''] = item;
  const depth = indent.length;
  return { block: { list: index === undefined ? { depth } : { depth, index: Number(index) } }, text };
}
