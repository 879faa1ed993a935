import type { Segment } from '../../segment.ts';
import { isSign, isSpace, JOINER, SIGNS, type SpanMark, type SpanRules } from './rules.ts';

/** Reads markup of the format's own, in which signs mean nothing. */
export interface SpanTokens {
  /** What may be such markup, with the global flag. */
  readonly pattern: RegExp;
  read(source: string): Segment;
}

interface Piece {
  run: Segment;
  readonly flips: SpanMark[];
}

interface Open {
  readonly mark: SpanMark;
  readonly piece: Piece;
  /** Where its text begins. */
  readonly start: number;
}

const MARKS = new Map<string, SpanMark>(Object.entries(SIGNS).map(([mark, sign]) => [sign, mark as SpanMark]));
const NOTHING: SpanTokens = { pattern: /(?!)/g, read: (text) => ({ text }) };

/** Reads the marks within a line, from its start to its end, each sign with the next one that can end it. */
export function readSpans(line: string, rules: SpanRules, tokens: SpanTokens = NOTHING): Segment[] {
  return new SpanReader(line, rules, tokens).read();
}

class SpanReader {
  private readonly line: string;
  private readonly rules: SpanRules;
  private readonly tokens: SpanTokens;
  private readonly pieces: Piece[] = [];
  private stack: Open[] = [];
  /** Behind the last sign that begins a mark. */
  private opened = -1;
  /** Behind the last sign that ends one. */
  private closed = -1;
  private noMoreCode = false;
  private start = 0;

  constructor(line: string, rules: SpanRules, tokens: SpanTokens) {
    this.line = line;
    this.rules = rules;
    this.tokens = tokens;
  }

  read(): Segment[] {
    const pattern = new RegExp(`${this.tokens.pattern.source}|[*_~\`]`, 'g');
    for (let match = pattern.exec(this.line); match !== null; match = pattern.exec(this.line)) {
      const { index } = match;
      const token = match[0];
      this.text(index, isSign(token));
      this.start = index + token.length;
      if (isSign(token)) this.sign(token, index);
      else this.pieces.push({ run: this.tokens.read(token), flips: [] });
      pattern.lastIndex = this.start;
    }
    this.text(this.line.length, false);
    return this.runs();
  }

  /** Takes the characters up to a sign or the end, without the guards beside signs. */
  private text(end: number, beforeSign: boolean): void {
    let { start } = this;
    let last = end;
    const guarded = (at: number): boolean => this.line[at] === JOINER || this.line[at] === this.rules.boundary;
    if (beforeSign && last > start && guarded(last - 1)) last -= 1;
    const afterOpening = start === this.opened && this.line[start] === JOINER;
    const afterClosing = start === this.closed && this.line[start] === this.rules.boundary;
    if (start < last && (afterOpening || afterClosing)) start += 1;
    if (start < last) this.pieces.push({ run: { text: this.line.slice(start, last) }, flips: [] });
  }

  private sign(sign: string, index: number): void {
    const mark = MARKS.get(sign)!;
    const piece: Piece = { run: { text: sign }, flips: [] };
    const open = this.stack.findLastIndex((one) => one.mark === mark);
    if (open >= 0) {
      if (this.mayClose(this.stack[open]!.start, index)) this.close(open, piece, index);
      this.pieces.push(piece);
      return;
    }
    if (mark === 'code') {
      if (this.mayOpen(index) && this.code(index)) return;
    } else if (this.mayOpen(index)) {
      this.stack.push({ mark, piece, start: index + 1 });
      this.opened = index + 1;
    }
    this.pieces.push(piece);
  }

  private close(open: number, piece: Piece, index: number): void {
    const { mark, piece: opening } = this.stack[open]!;
    opening.run = { text: '' };
    opening.flips.push(mark);
    piece.run = { text: '' };
    piece.flips.push(mark);
    // What began within and did not end within is characters.
    this.stack = this.stack.slice(0, open);
    this.closed = index + 1;
  }

  private mayOpen(index: number): boolean {
    const next = this.line[index + 1] ?? ' ';
    if (isSpace(next, this.rules)) return false;
    if (index === 0 || index === this.opened) return true;
    const before = this.line[index - 1]!;
    return before !== JOINER && !isSign(before) && (isSpace(before, this.rules) || this.rules.opensAfter(before));
  }

  private mayClose(start: number, index: number): boolean {
    if (index <= start || isSpace(this.line[index - 1]!, this.rules)) return false;
    return this.rules.closesBefore(this.line[index + 1] ?? ' ');
  }

  /** Takes code, if a sign behind it ends it. */
  private code(index: number): boolean {
    let end = this.noMoreCode ? -1 : this.line.indexOf(SIGNS.code, index + 1);
    while (end >= 0 && !this.mayClose(index + 1, end)) end = this.line.indexOf(SIGNS.code, end + 1);
    if (end < 0) {
      this.noMoreCode = true;
      return false;
    }
    const first = this.line[index + 1] === JOINER ? index + 2 : index + 1;
    const last = this.line[end - 1] === JOINER && end - 1 >= first ? end - 1 : end;
    const content = this.line.slice(first, last);
    let start = 0;
    for (const match of content.matchAll(this.tokens.pattern)) {
      this.codeText(content.slice(start, match.index));
      this.pieces.push({ run: { ...this.tokens.read(match[0]), code: true }, flips: [] });
      start = match.index + match[0].length;
    }
    this.codeText(content.slice(start));
    this.start = end + 1;
    this.closed = end + 1;
    return true;
  }

  private codeText(content: string): void {
    const text = content.replaceAll(this.rules.boundary + SIGNS.code, SIGNS.code);
    if (text !== '') this.pieces.push({ run: { text, code: true }, flips: [] });
  }

  private runs(): Segment[] {
    const runs: Segment[] = [];
    const on = new Set<SpanMark>();
    for (const { run, flips } of this.pieces) {
      if (run.text !== '') {
        const marks: Partial<Record<SpanMark, true>> = {};
        for (const mark of on) marks[mark] = true;
        runs.push(on.size === 0 ? run : { ...run, ...marks });
      }
      for (const mark of flips) if (!on.delete(mark)) on.add(mark);
    }
    return runs;
  }
}
