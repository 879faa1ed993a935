import { cleanLink, isBareLink } from './link.ts';
import { type Segment, sameInline } from './segment.ts';

type Writable = { -readonly [K in keyof Segment]: Segment[K] };

const EDGE_MARKS = ['bold', 'italic', 'underline', 'strike', 'code', 'spoiler', 'link'] as const;
const EDGE_SPACE = /^\s|\s$/;

/** The runs of one line, made normal: see `RichText.normalise`. */
export function normalRuns(runs: readonly Segment[]): Segment[] {
  if (runs.length === 0) return [];
  if (runs.length === 1 && isBare(runs[0]!)) return runs[0]!.text === '' ? [] : [runs[0]!];
  let all = dropBareLinks(runs.filter((run) => run.text !== '').map(normalRun));
  if (all.some((run) => !isAtom(run) && EDGE_SPACE.test(run.text) && !isBare(run))) {
    for (const mark of EDGE_MARKS) all = trimMark(all, mark);
  }
  return mergeRuns(all);
}

/** Whether the run is one thing that cannot be cut: a mention or a custom emoji. */
export function isAtom(run: Segment): boolean {
  return run.mention !== undefined || run.emoji !== undefined;
}

/** Whether the run is nothing but characters. */
export function isBare(run: Segment): boolean {
  for (const key in run) if (key !== 'text') return false;
  return true;
}

/** Joins neighbours with the same marks. */
export function mergeRuns(runs: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (last !== undefined && !isAtom(run) && sameInline(last, run)) {
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    } else merged.push(run);
  }
  return merged;
}

/** A run without the marks that cannot stand beside others. */
function normalRun(run: Segment): Segment {
  const { mention, emoji, code, link } = run;
  const atom = mention !== undefined || emoji !== undefined;
  const address = link === undefined || mention !== undefined ? undefined : cleanLink(link);
  if (address === link && !(atom && code) && !(mention && emoji)) return run;
  const kept: Writable = { ...run };
  if (mention !== undefined) delete kept.emoji;
  if (atom) delete kept.code;
  if (address === undefined) delete kept.link;
  else kept.link = address;
  return kept;
}

/** Takes the link off addresses that are links by themselves. */
function dropBareLinks(runs: Segment[]): Segment[] {
  if (!runs.some((run) => run.link !== undefined)) return runs;
  return runs.map((run, index) => {
    if (run.link === undefined || run.link !== run.text || !isBareLink(run.text) || isAtom(run)) return run;
    if (runs[index - 1]?.link === run.link || runs[index + 1]?.link === run.link) return run;
    const { link: _, ...rest } = run;
    return rest;
  });
}

/** Takes one mark off the white space at the edges of every stretch that has it. */
function trimMark(runs: readonly Segment[], mark: (typeof EDGE_MARKS)[number]): Segment[] {
  const trimmed: Segment[] = [];
  for (let start = 0; start < runs.length; ) {
    const value = runs[start]![mark];
    let end = start + 1;
    while (end < runs.length && runs[end]![mark] === value) end += 1;
    if (value === undefined) for (const run of runs.slice(start, end)) trimmed.push(run);
    else pushTrimmed(runs.slice(start, end), mark, trimmed);
    start = end;
  }
  return trimmed;
}

function pushTrimmed(stretch: readonly Segment[], mark: (typeof EDGE_MARKS)[number], into: Segment[]): void {
  const first = stretch.findIndex((run) => !isSpace(run));
  const last = stretch.findLastIndex((run) => !isSpace(run));
  stretch.forEach((run, index) => {
    if (first < 0 || index < first || index > last) {
      into.push(without(run, mark, run.text));
      return;
    }
    const { text } = run;
    const start = index === first && !isAtom(run) ? text.length - text.trimStart().length : 0;
    const end = index === last && !isAtom(run) ? text.trimEnd().length : text.length;
    if (start > 0) into.push(without(run, mark, text.slice(0, start)));
    into.push(start === 0 && end === text.length ? run : { ...run, text: text.slice(start, end) });
    if (end < text.length) into.push(without(run, mark, text.slice(end)));
  });
}

function isSpace(run: Segment): boolean {
  return !isAtom(run) && run.text.trim() === '';
}

function without(run: Segment, mark: (typeof EDGE_MARKS)[number], text: string): Segment {
  const { [mark]: _, ...rest } = run;
  return { ...rest, text };
}
