import { cleanText } from '../../clean-text.ts';
import { type Block, type Line, plainBlock } from '../../line.ts';
import { RichText } from '../../rich-text.ts';
import { runLines } from '../../run-lines.ts';
import { textOf } from '../../text-lines.ts';
import { readBlockCode } from './code.ts';
import type { DiscordContext } from './context.ts';
import { parseInline } from './inline.ts';
import { QuoteFinder } from './quote-finder.ts';

const MARKUP = /[\\*_~|`<[]|@\u200b*(?:everyone|here)|^(?:#{1,3}|-#|>|>>>| *[-*]| *\d+\.) /m;
const HEADING = /^(#{1,3}) (.*\S.*)$/s;
const SUBTEXT = /^-# (.*\S.*)$/s;
const ITEM = /^( *)(?:[-*]|(\d{1,9})\.) (.*\S.*)$/s;
const FENCE = '```';
const SPOILER = '||';
const LANGUAGE = /^([\w+#.-]+)\n(.*[^\n].*)$/s;

/** Reads Discord's markdown. Total, in linear time. */
export function parseDiscord(source: string, context: DiscordContext = {}): RichText {
  const clean = cleanText(source);
  if (!MARKUP.test(clean)) return new RichText(clean);
  return textOf(readBlocks(clean, context));
}

/** Quotes, and what is between them. */
function readBlocks(source: string, context: DiscordContext): Line[] {
  const lines: Line[] = [];
  const quotes = new QuoteFinder(source);
  let start = 0;
  while (start <= source.length) {
    if (!quotes.isAt(start)) {
      const end = quotes.next(start);
      for (const line of readUnquoted(source.slice(start, end), context)) lines.push(line);
      start = end + 1;
      continue;
    }
    const { text, end } = quotes.read(start);
    for (const { block, runs } of readUnquoted(text, context)) lines.push({ block: { ...block, quote: true }, runs });
    start = end + 1;
  }
  return lines;
}

/** Code blocks, and what is between them. */
function readUnquoted(source: string, context: DiscordContext): Line[] {
  const lines: Line[] = [];
  let start = 0;
  let afterCode = false;
  for (let fence = source.indexOf(FENCE); fence >= 0; fence = source.indexOf(FENCE, fence)) {
    const end = source.indexOf(FENCE, fence + FENCE.length);
    if (end < 0) break;
    const code = source.slice(fence + FENCE.length, end);
    if (source[fence - 1] === '\\' || code.replaceAll('\n', '') === '') {
      fence = source[fence - 1] === '\\' ? fence + 1 : end;
      continue;
    }
    const hidden = source.startsWith(SPOILER, end + FENCE.length) && source.endsWith(SPOILER, fence);
    const before = source.slice(start, hidden ? fence - SPOILER.length : fence);
    for (const line of readText(before, context, afterCode, true)) lines.push(line);
    for (const line of readCode(code, hidden)) lines.push(line);
    start = end + FENCE.length + (hidden ? SPOILER.length : 0);
    fence = start;
    afterCode = true;
  }
  for (const line of readText(source.slice(start), context, afterCode, false)) lines.push(line);
  return lines;
}

function readCode(source: string, spoiler: boolean): Line[] {
  const [, language, body = source] = LANGUAGE.exec(source) ?? [];
  const block: Block = { pre: language === undefined ? {} : { language } };
  const code = readBlockCode(body.replace(/^\n+|\n+$/g, ''));
  return code.split('\n').map((text) => ({ block, runs: text === '' ? [] : [{ text, spoiler }] }));
}

/** Lines between code blocks, which stand on lines of their own. */
function readText(source: string, context: DiscordContext, afterCode: boolean, beforeCode: boolean): Line[] {
  const rows = source.split('\n');
  if (afterCode && rows[0] === '') rows.shift();
  if (beforeCode && rows.at(-1) === '') rows.pop();
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
