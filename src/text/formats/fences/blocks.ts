import type { Line } from '../../line.ts';
import { QuoteFinder, type QuoteSigns } from './quote-finder.ts';

const FENCE = '```';

/** What is between fences, or between them and the ends of the text. */
export type Stretch =
  | { readonly kind: 'text'; readonly rows: readonly string[] }
  | { readonly kind: 'code'; readonly code: string };

/** The lines of a text with quotes, each stretch outside and inside of them read by itself. */
export function readQuotes(source: string, signs: QuoteSigns, read: (source: string) => readonly Line[]): Line[] {
  const lines: Line[] = [];
  const quotes = new QuoteFinder(source, signs);
  let start = 0;
  while (start <= source.length) {
    if (!quotes.isAt(start)) {
      const end = quotes.next(start);
      for (const line of read(source.slice(start, end))) lines.push(line);
      start = end + 1;
      continue;
    }
    const { text, end } = quotes.read(start);
    for (const { block, runs } of read(text)) lines.push({ block: { ...block, quote: true }, runs });
    start = end + 1;
  }
  return lines;
}

/** Cuts a text at its code blocks, which stand on lines of their own wherever their fences are. */
export function readFences(source: string): Stretch[] {
  const stretches: Stretch[] = [];
  let start = 0;
  let afterCode = false;
  for (let fence = source.indexOf(FENCE); fence >= 0; fence = source.indexOf(FENCE, fence)) {
    const end = source.indexOf(FENCE, fence + FENCE.length);
    if (end < 0) break;
    const code = source.slice(fence + FENCE.length, end);
    const escaped = source[fence - 1] === '\\';
    if (escaped || code.replaceAll('\n', '') === '') {
      fence = escaped ? fence + 1 : end;
      continue;
    }
    stretches.push({ kind: 'text', rows: rowsOf(source.slice(start, fence), afterCode, true) }, { kind: 'code', code });
    start = end + FENCE.length;
    fence = start;
    afterCode = true;
  }
  stretches.push({ kind: 'text', rows: rowsOf(source.slice(start), afterCode, false) });
  return stretches;
}

function rowsOf(source: string, afterCode: boolean, beforeCode: boolean): string[] {
  const rows = source.split('\n');
  if (afterCode && rows[0] === '') rows.shift();
  if (beforeCode && rows.at(-1) === '') rows.pop();
  return rows;
}
