import { bareRun, firstChange, type Nesting } from '../../nesting.ts';
import type { Segment } from '../../segment.ts';
import { escapeText } from './escape.ts';
import { flank, type Piece } from './flank.ts';

const ORDER: Nesting = ['link', 'bold', 'italic', 'strike'];
const SIGNS: Readonly<Record<string, string>> = { bold: '**', italic: '_', strike: '~~' };

/** The runs of a line in CommonMark. */
export function renderRuns(runs: readonly Segment[]): string {
  const pieces: Piece[] = [];
  let before = bareRun;
  runs.forEach((run, index) => {
    close(pieces, before, run);
    open(pieces, before, run);
    const followed = index < runs.length - 1 || firstChange(ORDER, run, bareRun) < ORDER.length;
    if (run.code) pieces.push({ kind: 'markup', text: renderCode(run.text) });
    else {
      const alone = runs.length === 1 && !followed;
      const label = run.link !== undefined;
      pieces.push({ kind: 'text', text: run.text, write: (text) => escapeText(text, { label, alone, followed }) });
    }
    before = run;
  });
  close(pieces, before, bareRun);
  return flank(pieces);
}

function close(pieces: Piece[], from: Segment, to: Segment): void {
  for (let index = ORDER.length - 1; index >= firstChange(ORDER, from, to); index -= 1) {
    const mark = ORDER[index]!;
    if (!from[mark]) continue;
    if (mark === 'link') pieces.push({ kind: 'markup', text: `](${destination(from.link!)})` });
    else pieces.push({ kind: 'close', text: SIGNS[mark]! });
  }
}

function open(pieces: Piece[], from: Segment, to: Segment): void {
  for (const mark of ORDER.slice(firstChange(ORDER, from, to))) {
    if (!to[mark]) continue;
    if (mark === 'link') pieces.push({ kind: 'markup', text: '[' });
    else pieces.push({ kind: 'open', text: SIGNS[mark]! });
  }
}

function destination(link: string): string {
  const escaped = link.replace(/&(?=#?\w+;)/g, '\\&');
  return /[()]/.test(escaped) ? `<${escaped}>` : escaped;
}

/** Code between runs of backticks of a length that it has not itself (CommonMark §6.1). */
function renderCode(code: string): string {
  const lengths = new Set((code.match(/`+/g) ?? []).map((run) => run.length));
  let length = 1;
  while (lengths.has(length)) length += 1;
  const fence = '`'.repeat(length);
  const stripped = code.startsWith(' ') && code.endsWith(' ') && /[^ ]/.test(code);
  const space = stripped || code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return fence + space + code + space + fence;
}
