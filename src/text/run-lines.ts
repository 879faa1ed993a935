import { isAtom } from './inline.ts';
import type { Segment } from './segment.ts';

/** Cuts runs at their line feeds: at least one line. */
export function runLines(runs: readonly Segment[]): Segment[][] {
  const lines: Segment[][] = [[]];
  for (const run of runs) {
    if (isAtom(run) || !run.text.includes('\n')) {
      lines[lines.length - 1]!.push(run);
      continue;
    }
    run.text.split('\n').forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines[lines.length - 1]!.push({ ...run, text });
    });
  }
  return lines;
}
