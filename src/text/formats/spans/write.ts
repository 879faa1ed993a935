import { bareRun, closings, type Nesting, openings } from '../../nesting.ts';
import type { Segment } from '../../segment.ts';
import { isGuard, isSign, isSpace, JOINER, SIGNS, type SpanMark, type SpanRules } from './rules.ts';

/** A piece of a run: characters, or markup of the format's own in which signs mean nothing. */
export type Chunk = { readonly text: string } | { readonly markup: string };

const ORDER: Nesting = ['bold', 'italic', 'strike'];
const SIGN = /[*_~`]/g;

/** Writes the runs of a line. */
export function writeSpans(
  runs: readonly Segment[],
  rules: SpanRules,
  chunks: (run: Segment, before: Segment | undefined) => readonly Chunk[],
): string {
  const writer = new SpanWriter(rules);
  let before = bareRun;
  for (let index = 0; index < runs.length; ) {
    const run = runs[index]!;
    for (const sign of closings(ORDER, before, run, signOf)) writer.close(sign);
    for (const sign of openings(ORDER, before, run, signOf)) writer.open(sign);
    let end = index + 1;
    if (run.code) {
      while (end < runs.length && runs[end]!.code && ORDER.every((mark) => runs[end]![mark] === run[mark])) end += 1;
      writer.code(runs.slice(index, end).flatMap((one, at) => chunks(one, runs[index + at - 1])));
    } else {
      writer.chunks(chunks(run, runs[index - 1]), end < runs.length);
    }
    before = run;
    index = end;
  }
  for (const sign of closings(ORDER, before, bareRun, signOf)) writer.close(sign);
  return writer.written;
}

function signOf(mark: Nesting[number]): string {
  return SIGNS[mark as SpanMark];
}

class SpanWriter {
  written = '';
  /** The last character. Looking for it in what is written would copy all of that each time. */
  private end = '';
  private readonly rules: SpanRules;
  private readonly openSigns = new Set<string>();
  /** What the last character is, if it is a sign of markup. */
  private last: 'opening' | 'closing' | undefined;

  constructor(rules: SpanRules) {
    this.rules = rules;
  }

  open(sign: string): void {
    if (!this.mayOpen() || isGuard(this.end, this.rules)) this.put(this.rules.boundary);
    this.put(sign);
    this.openSigns.add(sign);
    this.last = 'opening';
  }

  close(sign: string): void {
    const { end } = this;
    if (isSpace(end, this.rules) || end === JOINER) this.put(JOINER);
    this.put(sign);
    this.openSigns.delete(sign);
    this.last = 'closing';
  }

  /** Writes pieces of a run; `more` tells whether another run follows. */
  chunks(chunks: readonly Chunk[], more: boolean): void {
    chunks.forEach((chunk, index) => {
      if ('text' in chunk) this.text(chunk.text, more || index < chunks.length - 1);
      else this.append(chunk.markup);
    });
  }

  /** Writes code, in which no sign but its own means anything. */
  code(chunks: readonly Chunk[]): void {
    this.open(SIGNS.code);
    let content = '';
    for (const chunk of chunks) {
      content += 'text' in chunk ? chunk.text.replaceAll(SIGNS.code, this.rules.boundary + SIGNS.code) : chunk.markup;
    }
    const first = content[0] ?? '';
    if (isSpace(first, this.rules) || first === JOINER) this.put(JOINER);
    this.put(content);
    this.close(SIGNS.code);
  }

  /** Whether a sign here would begin a mark if text follows. */
  private mayOpen(): boolean {
    if (this.written === '' || this.last === 'opening') return true;
    return !isSign(this.end) && this.rules.opensAfter(this.end);
  }

  private text(text: string, more: boolean): void {
    let start = 0;
    for (const { 0: sign, index } of text.matchAll(SIGN)) {
      this.append(text.slice(start, index));
      this.append(this.guard(sign, text, index, more) + sign);
      start = index + 1;
    }
    this.append(text.slice(start));
  }

  /** What must stand before a sign that somebody typed. */
  private guard(sign: string, text: string, index: number, more: boolean): string {
    if (this.openSigns.has(sign)) return this.rules.boundary;
    if (isGuard(this.end, this.rules)) return JOINER;
    if (this.rules.fences && sign === SIGNS.code && this.end === sign) return JOINER;
    const next = text[index + 1] ?? (more || this.openSigns.size > 0 ? 'x' : ' ');
    if (!this.mayOpen() || isSpace(next, this.rules)) return '';
    const matters = more || isSign(next) || isGuard(next, this.rules) || text.includes(sign, index + 1);
    return matters ? JOINER : '';
  }

  private append(text: string): void {
    if (text === '') return;
    const first = text[0]!;
    const guards = isGuard(first, this.rules) && isSign(text[1]);
    if (this.last === 'opening' && (isSpace(first, this.rules) || (first === JOINER && !guards))) this.put(JOINER);
    if (this.last === 'closing' && !guards && (first === this.rules.boundary || !this.rules.closesBefore(first))) {
      this.put(this.rules.boundary);
    }
    this.put(text);
    this.last = undefined;
  }

  private put(text: string): void {
    if (text === '') return;
    this.written += text;
    this.end = text[text.length - 1]!;
  }
}
