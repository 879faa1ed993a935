import type { Line } from '../../line.ts';
import { bareRun, closings, type Nesting, openings } from '../../nesting.ts';
import type { RichText } from '../../rich-text.ts';
import type { Segment } from '../../segment.ts';
import { linesOf } from '../../text-lines.ts';
import type { HtmlContext } from './context.ts';
import { mentionAddress } from './mention.ts';
import { renderList } from './render-list.ts';

const ORDER: Nesting = ['link', 'spoiler', 'bold', 'italic', 'underline', 'strike', 'code'];
const TAGS = { bold: 'b', italic: 'i', underline: 'u', strike: 's', code: 'code', link: 'a', spoiler: 'span' };
/** Matrix asks for the full names, Telegram takes both. */
const MATRIX_TAGS = { ...TAGS, bold: 'strong', italic: 'em', strike: 'del' };
const TELEGRAM_TAGS = { ...TAGS, spoiler: 'tg-spoiler' };

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Writes text in the HTML of Matrix or Telegram: nothing but tags of ours, everything typed escaped. Total. */
export function renderHtml(text: RichText, context: HtmlContext = {}): string {
  if (text.length === 0) return '';
  const lines = linesOf(text);
  return context.dialect === 'telegram' ? telegramLines(lines, context) : matrixLines(lines, context);
}

function matrixLines(lines: readonly Line[], context: HtmlContext): string {
  let written = '';
  for (let index = 0; index < lines.length; ) {
    const { block, runs } = lines[index]!;
    const end = endOfBlock(lines, index);
    const group = lines.slice(index, end);
    index = end;
    if (block.quote) written += `<blockquote>${matrixLines(group.map(unquoted), context)}</blockquote>`;
    else if (block.pre) written += renderCode(group);
    else if (block.list) written += renderList(group, (inner) => renderRuns(inner, context));
    else if (block.heading) written += `<h${block.heading}>${renderRuns(runs, context)}</h${block.heading}>`;
    else {
      const content = renderRuns(runs, context);
      const next = lines[end]?.block;
      // A block begins its own line; what is not one needs a break before it, and an empty line one of its own.
      const broken = content === '' || (next && !next.quote && !next.pre && !next.list && !next.heading);
      written += broken ? `${content}<br>` : content;
    }
  }
  return written;
}

function telegramLines(lines: readonly Line[], context: HtmlContext): string {
  const written: string[] = [];
  for (let index = 0; index < lines.length; ) {
    const { block, runs } = lines[index]!;
    const end = endOfBlock(lines, index);
    const group = lines.slice(index, end);
    if (block.quote) {
      written.push(`<blockquote>${telegramLines(group.map(unquoted), context)}</blockquote>`);
      index = end;
    } else if (block.pre) {
      written.push(renderCode(group));
      index = end;
    } else {
      written.push(renderRuns(runs, context));
      index += 1;
    }
  }
  return written.join('\n');
}

/** Where the lines end that one element holds. */
function endOfBlock(lines: readonly Line[], start: number): number {
  const { quote, pre, list } = lines[start]!.block;
  let end = start + 1;
  const goesOn = ({ block }: Line): boolean => {
    if (quote) return block.quote === true;
    if (block.quote) return false;
    if (pre) return block.pre !== undefined && block.pre.language === pre.language;
    return list !== undefined && block.list !== undefined;
  };
  while (end < lines.length && goesOn(lines[end]!)) end += 1;
  return end;
}

function unquoted({ block, runs }: Line): Line {
  const { quote: _, ...rest } = block;
  return { block: rest, runs };
}

function renderCode(lines: readonly Line[]): string {
  const language = lines[0]!.block.pre?.language;
  const code = lines.map(({ runs }) => runs.map((run) => escapeHtml(run.text)).join('')).join('\n');
  return `<pre><code${language === undefined ? '' : ` class="language-${language}"`}>${code}</code></pre>`;
}

function renderRuns(runs: readonly Segment[], context: HtmlContext): string {
  const tags = context.dialect === 'telegram' ? TELEGRAM_TAGS : MATRIX_TAGS;
  const open = (mark: Nesting[number], run: Segment): string => {
    if (mark === 'link') return `<a href="${escapeHtml(run.link!)}">`;
    return tags[mark] === 'span' ? '<span data-mx-spoiler>' : `<${tags[mark]}>`;
  };
  const close = (mark: Nesting[number]): string => `</${tags[mark]}>`;
  let written = '';
  let before = bareRun;
  for (const run of runs) {
    written += closings(ORDER, before, run, close) + openings(ORDER, before, run, open) + renderRun(run, context);
    before = run;
  }
  return written + closings(ORDER, before, bareRun, close);
}

function renderRun({ text, mention, emoji }: Segment, context: HtmlContext): string {
  const shown = escapeHtml(text);
  if (mention !== undefined) {
    const address = mentionAddress(mention, context);
    if (address !== undefined) return `<a href="${escapeHtml(address)}">${shown}</a>`;
    // Clients show the text; a network's own way to call everybody stands beside the HTML.
    if (typeof mention === 'string' && context.dialect !== 'telegram')
      return `<span data-mention="${mention}">${shown}</span>`;
  }
  if (emoji?.url?.startsWith('mxc://') && context.dialect !== 'telegram') {
    return `<img data-mx-emoticon src="${escapeHtml(emoji.url)}" alt="${shown}" title="${shown}" height="32">`;
  }
  return shown;
}

function escapeHtml(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => SIGNS[sign]!) : text;
}
