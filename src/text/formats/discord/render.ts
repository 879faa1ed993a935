import { isAtom, mergeRuns } from '../../inline.ts';
import type { Line } from '../../line.ts';
import { bareRun, closings, firstChange, type Nesting, openings } from '../../nesting.ts';
import type { RichText } from '../../rich-text.ts';
import type { Segment } from '../../segment.ts';
import { linesOf, plainCharacters } from '../../text-lines.ts';
import { writeBlockCode } from '../fences/code.ts';
import { SIGNS, signsAround } from './address.ts';
import { writeLineCode } from './code.ts';
import { type DiscordContext, EMOJI_ADDRESS } from './context.ts';
import { escapeLineStart, escapeText } from './escape.ts';

/**
 * The marks from the outside in. Italic is outermost: `*` must not stand beside white space, and only the ends of a
 * whole stretch are free of it.
 */
const ORDER: Nesting = ['italic', 'link', 'spoiler', 'strike', 'underline', 'bold'];
const WRITTEN = { ...SIGNS, code: '', link: '' };

/** Text in which nothing can mean anything to Discord. */
const INNOCENT = /^[\w\s,;!?"'().=/&%$€+À-ɏ-]*$/;
const MAYBE_MARKUP = /_|^[^\S\n]*(?:[-+#>]|\d+[.)])/m;

/** Writes text in Discord's markdown. Total. */
export function renderDiscord(text: RichText, context: DiscordContext = {}): string {
  const plain = plainCharacters(text);
  if (plain !== undefined && INNOCENT.test(plain) && !MAYBE_MARKUP.test(plain)) return plain;
  const lines = linesOf(text);
  const written: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index]!;
    if (line.block.pre === undefined) {
      written.push(quoted(line, `${prefix(line)}${escapeLineStart(renderRuns(line.runs, context))}`));
      index += 1;
      continue;
    }
    let end = index + 1;
    while (end < lines.length && continuesCode(line, lines[end]!)) end += 1;
    for (const code of codeLines(lines.slice(index, end))) written.push(quoted(line, code));
    index = end;
  }
  return written.join('\n');
}

function quoted({ block }: Line, written: string): string {
  return block.quote ? `> ${written}` : written;
}

function prefix({ block: { heading, list } }: Line): string {
  if (heading !== undefined) return `${'#'.repeat(Math.min(3, heading))} `;
  if (list === undefined) return '';
  return `${'  '.repeat(list.depth)}${list.index === undefined ? '-' : `${list.index}.`} `;
}

function continuesCode({ block }: Line, next: Line): boolean {
  return (
    next.block.pre !== undefined && next.block.pre.language === block.pre?.language && next.block.quote === block.quote
  );
}

function codeLines(lines: readonly Line[]): string[] {
  const code = lines.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n');
  return [`\`\`\`${lines[0]!.block.pre?.language ?? ''}`, ...writeBlockCode(code).split('\n'), '```'];
}

function renderRuns(runs: readonly Segment[], context: DiscordContext): string {
  const all = runs.some(isAtom) ? mergeRuns(runs.map((run) => nativeOnly(run, context))) : runs;
  let written = '';
  let open = bareRun;
  for (let index = 0; index < all.length; index += 1) {
    const run = all[index]!;
    const closed = closings(ORDER, open, run, endOf);
    const opened = openings(ORDER, open, run, beginningOf);
    written += beforeClosing(written, closed);
    // Without something between, Discord would take the signs that end one mark and begin another for one sign.
    const apart = /[*]\n[*]|~\n_/.test(`${closed}\n${opened}`) ? '\u200b' : '';
    const afterSign = closed !== '' || opened !== '';
    written += closed + apart + opened + renderRun(run, all[index + 1] !== undefined, afterSign);
    open = run;
  }
  const closed = closings(ORDER, open, bareRun, endOf);
  return written + beforeClosing(written, closed) + closed;
}

/** Discord knows no escape within these marks: their last character must not be their sign. */
function beforeClosing(written: string, closed: string): string {
  const sign = closed[0];
  return (sign === '~' || sign === '|') && written.endsWith(sign) ? '\u200b' : '';
}

function endOf(mark: Nesting[number], run: Segment): string {
  return mark === 'link' ? `](${address(run.link!)})` : WRITTEN[mark];
}

function beginningOf(mark: Nesting[number]): string {
  return mark === 'link' ? '[' : WRITTEN[mark];
}

function renderRun(run: Segment, hasNext: boolean, afterSign: boolean): string {
  if (run.mention !== undefined) return renderMention(run.mention);
  if (run.emoji !== undefined) return renderEmoji(run.emoji);
  if (run.code) return writeLineCode(run.text);
  const escaped = escapeText(run.text, {
    label: run.link !== undefined,
    signs: () => signsAround(run),
    followed: hasNext || firstChange(ORDER, run, bareRun) < ORDER.length,
  });
  // A zero-width space between signs is one of ours.
  return afterSign && run.text.startsWith('\u200b') ? `\\${escaped}` : escaped;
}

function nativeOnly(run: Segment, { network }: DiscordContext): Segment {
  const { mention, emoji, ...rest } = run;
  if (mention !== undefined) {
    if (typeof mention === 'string') return run;
    const id = mention.kind === 'user' ? mention.id : mention.source;
    return network !== undefined && mention.network === network && /^\d+$/.test(id) ? run : rest;
  }
  if (emoji === undefined) return run;
  const ours = emoji.url === undefined || emoji.url.startsWith(EMOJI_ADDRESS);
  return ours && /^\d{15,21}$/.test(emoji.id ?? '') && /^\w{1,32}$/.test(emoji.name) ? run : rest;
}

function renderMention(mention: NonNullable<Segment['mention']>): string {
  if (typeof mention === 'string') return `@${mention}`;
  return mention.kind === 'user' ? `<@${mention.id}>` : `<#${mention.source}>`;
}

function renderEmoji({ name, id, url }: NonNullable<Segment['emoji']>): string {
  return `<${url?.includes('.gif') ? 'a' : ''}:${name}:${id}>`;
}

function address(link: string): string {
  const depth = [...link].reduce(
    (open, sign) => (open < 0 ? open : open + Number(sign === '(') - Number(sign === ')')),
    0,
  );
  return depth === 0 && !/\([^)]*\(/.test(link) ? link : `<${link}>`;
}
