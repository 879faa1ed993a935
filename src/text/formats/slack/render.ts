import { isAtom, mergeRuns } from '../../inline.ts';
import type { Line } from '../../line.ts';
import type { RichText } from '../../rich-text.ts';
import type { Segment } from '../../segment.ts';
import { linesOf, plainCharacters } from '../../text-lines.ts';
import { writeBlockCode } from '../fences/code.ts';
import { JOINER } from '../spans/rules.ts';
import { type Chunk, writeSpans } from '../spans/write.ts';
import type { SlackContext } from './context.ts';
import { EMOJI, slackRules } from './rules.ts';

const MARKUP = /[*_~`<>&]|:\S/;
const ADDRESS = /https?:\/\/[^\s<>|`]*[\p{L}\p{N}/#=&%+-]/u;
const SPECIAL = new RegExp(`${ADDRESS.source}|${EMOJI.source}|[&<>]`, 'gu');
/** The beginning of what may look like an emoji. */
const MAYBE_EMOJI = /(?::[\w+-]*|\u200c)$/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Writes Slack's mrkdwn; marks that it lacks are left out. Total. */
export function renderSlack(text: RichText, context: SlackContext = {}): string {
  const plain = plainCharacters(text);
  if (plain !== undefined && !MARKUP.test(plain)) return plain;
  const lines = linesOf(text);
  const written: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const { block, runs } = lines[index]!;
    const quote = block.quote ? '> ' : '';
    if (block.pre === undefined) {
      written.push(quote + renderRuns(runs, context));
      index += 1;
      continue;
    }
    let end = index + 1;
    while (lines[end]?.block.pre !== undefined && lines[end]!.block.quote === block.quote) end += 1;
    for (const row of renderCode(lines.slice(index, end))) written.push(quote + row);
    index = end;
  }
  return written.join('\n');
}

function renderCode(lines: readonly Line[]): string[] {
  const code = lines.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n');
  return ['```', ...encode(writeBlockCode(code)).split('\n'), '```'];
}

function renderRuns(runs: readonly Segment[], context: SlackContext): string {
  const all = runs.some(isAtom) ? mergeRuns(runs.map((run) => nativeOnly(run, context))) : runs;
  const written = writeSpans(all, slackRules, chunks);
  return /^\u2060*&gt;/.test(written) ? JOINER + written : written;
}

function chunks({ text, link, mention, emoji }: Segment, before: Segment | undefined): Chunk[] {
  if (mention !== undefined) return [{ markup: renderMention(mention) }];
  if (emoji !== undefined) {
    return [{ markup: `${MAYBE_EMOJI.test(before?.text ?? '') ? '\u200c' : ''}:${emoji.name}:` }];
  }
  if (link !== undefined) return [{ markup: `<${encode(link)}|${encode(keepCode(text))}>` }];
  const all: Chunk[] = [];
  let start = 0;
  for (const { 0: match, index } of text.matchAll(SPECIAL)) {
    if (index > start) all.push({ text: text.slice(start, index) });
    all.push({ markup: special(match) });
    start = index + match.length;
  }
  if (start < text.length) all.push({ text: text.slice(start) });
  return all;
}

/** An address, a name of an emoji that somebody typed, or a sign with an entity. */
function special(match: string): string {
  if (match.startsWith('http')) return `<${encode(match)}>`;
  return match.includes(':') ? match.replace(/^\u200c/, '\u200c\u200c').replace(':', ':\u200c') : encode(match);
}

function nativeOnly(run: Segment, { network, emoji: address }: SlackContext): Segment {
  const { mention, emoji, ...rest } = run;
  if (mention !== undefined) {
    if (typeof mention === 'string') return run;
    const id = mention.kind === 'user' ? mention.id : mention.source;
    return network !== undefined && mention.network === network && /^[A-Z0-9]+$/.test(id) ? run : rest;
  }
  if (emoji === undefined) return run;
  return new RegExp(`^${EMOJI.source}$`).test(`:${emoji.name}:`) && address?.(emoji.name) !== undefined ? run : rest;
}

function renderMention(mention: NonNullable<Segment['mention']>): string {
  if (typeof mention === 'string') return `<!${mention}>`;
  return mention.kind === 'user' ? `<@${mention.id}>` : `<#${mention.source}>`;
}

/** Keeps a backtick in a link from ending the code that the link is in. */
function keepCode(text: string): string {
  return text.replaceAll('`', `${slackRules.boundary}\``);
}

function encode(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign]!);
}
