import { readLineCode } from './code.ts';

/** Finds code within lines: what is between two runs of equally many backticks. Linear over the whole source. */
export class CodeSpans {
  private readonly source: string;
  /** Where runs of so many backticks begin, in order. */
  private positions: Map<number, number[]> | undefined;
  /** How many of them lie behind. */
  private readonly passed = new Map<number, number>();

  constructor(source: string) {
    this.source = source;
  }

  /** The code that `length` backticks at `index` begin, if another such run ends it. */
  at(index: number, length: number): { readonly code: string; readonly end: number } | undefined {
    this.positions ??= backticks(this.source);
    const places = this.positions.get(length) ?? [];
    let next = this.passed.get(length) ?? 0;
    while (next < places.length && places[next]! < index + length) next += 1;
    this.passed.set(length, next);
    const end = places[next];
    if (end === undefined) return undefined;
    return { code: readLineCode(this.source.slice(index + length, end)), end: end + length };
  }
}

function backticks(source: string): Map<number, number[]> {
  const positions = new Map<number, number[]>();
  for (const { 0: run, index } of source.matchAll(/`+/g)) {
    const places = positions.get(run.length);
    if (places === undefined) positions.set(run.length, [index]);
    else places.push(index);
  }
  return positions;
}
