import { cleanText } from '../../clean-text.ts';
import { type Block, type Line, plainBlock } from '../../line.ts';
import { RichText } from '../../rich-text.ts';
import { textOf } from '../../text-lines.ts';
import { readFences, readQuotes } from '../fences/blocks.ts';
import { readBlockCode } from '../fences/code.ts';
import { readSpans, type SpanTokens } from '../spans/read.ts';
import type { SlackContext } from './context.ts';
import { slackRules } from './rules.ts';
import { readSlackCode, slackTokens } from './tokens.ts';

const MARKUP = /[*_~`<&]|:\S|^\u2060*>/m;
const QUOTES = { line: /(?:>|&gt;) ?/y, rest: /(?:>|&gt;){3} ?/y };
const CODE: Block = { pre: {} };

/** Reads Slack's mrkdwn. Total, in linear time. */
export function parseSlack(source: string, context: SlackContext = {}): RichText {
  const clean = cleanText(source);
  if (!MARKUP.test(clean)) return new RichText(clean);
  const tokens = slackTokens(context);
  return textOf(readQuotes(clean, QUOTES, (unquoted) => readUnquoted(unquoted, tokens)));
}

function readUnquoted(source: string, tokens: SpanTokens): Line[] {
  return readFences(source).flatMap((stretch) => {
    if (stretch.kind === 'text') return stretch.rows.map((row) => ({ block: plainBlock, runs: readRow(row, tokens) }));
    const code = readBlockCode(readSlackCode(stretch.code).replace(/^\n+|\n+$/g, ''));
    return code.split('\n').map((text) => ({ block: CODE, runs: text === '' ? [] : [{ text }] }));
  });
}

function readRow(row: string, tokens: SpanTokens): Line['runs'] {
  return readSpans(row.replace(/^\u2060(?=\u2060*(?:>|&gt;))/, ''), slackRules, tokens);
}
