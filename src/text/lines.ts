/**
 * Text as lines: what every format is written from and read into. A line has block marks (quote, code block, heading,
 * item) and runs with the marks within it.
 */
import { cleanText } from './clean-text.ts';
import { isAtom, normalRuns } from './inline.ts';
import { type Block, type Line, plainBlock } from './line.ts';
import { ListCounter } from './list-counter.ts';
import { type Segment, sameMarks, samePre } from './segment.ts';

interface RawLine {
  block: Block | undefined;
  runs: Segment[];
  /** The marks of the line feed at its end. */
  end: Block;
}

const LANGUAGE = /^[\w+#.-]{1,40}$/;

/** The lines of segments, as they are. */
export function readLines(segments: readonly Segment[]): Line[] {
  const lines: RawLine[] = [{ block: undefined, runs: [], end: plainBlock }];
  for (const segment of segments) {
    const text = cleanText(segment.text);
    if (text !== '') addSegment(lines, segment, text);
  }
  return lines.map(({ block, runs, end }, index) => ({ block: block ?? between(lines[index - 1]?.end, end), runs }));
}

function addSegment(lines: RawLine[], segment: Segment, text: string): void {
  const [block, inline] = parted(segment);
  const atom = isAtom(segment);
  const pieces = atom ? [text.replaceAll('\n', ' ')] : text.split('\n');
  let line = lines[lines.length - 1]!;
  pieces.forEach((piece, index) => {
    if (index > 0) {
      line.end = block;
      line = { block: undefined, runs: [], end: plainBlock };
      lines.push(line);
    }
    if (piece === '') return;
    if (line.block === undefined && (atom || piece.trim() !== '')) line.block = block;
    // Most runs are whole segments: they need no copy.
    line.runs.push(piece === inline.text ? inline : { ...inline, text: piece });
  });
}

/** Lines in the form of `RichText.normalise`. */
export function normalLines(lines: readonly Line[]): Line[] {
  const counter = new ListCounter();
  const all = lines.map(normalContent);
  const quote = keepWithin(all, ({ block }) => (block.quote ? 'quote' : undefined));
  const pre = keepWithin(all, ({ block }, index) => block.pre && `${quote[index]} ${block.pre.language ?? ''}`);
  return all.map(({ block, runs }, index) => {
    const kept: { -readonly [K in keyof Block]: Block[K] } = {};
    if (quote[index]) kept.quote = true;
    if (pre[index]) kept.pre = normalPre(block.pre!);
    const blank = isBlank(runs);
    if (!blank && block.list && !kept.pre) kept.list = block.list;
    else if (!blank && block.heading && !kept.pre) kept.heading = normalLevel(block.heading);
    const list = counter.next(kept, runs.length === 0);
    if (list !== undefined) kept.list = list;
    return { block: kept, runs };
  });
}

/** The segments of lines, equal neighbours merged. */
export function joinLines(lines: readonly Line[]): Segment[] {
  const segments: Segment[] = [];
  const push = (segment: Segment): void => {
    const last = segments[segments.length - 1];
    if (last !== undefined && !isAtom(segment) && sameMarks(last, segment)) {
      segments[segments.length - 1] = { ...last, text: last.text + segment.text };
    } else segments.push(segment);
  };
  for (let index = 0; index < lines.length; index += 1) {
    const { block, runs } = lines[index]!;
    if (index > 0) push({ ...lineFeed(lines[index - 1]!.block, block), text: '\n' });
    const plain = !block.quote && !block.pre && !block.list && !block.heading;
    for (const run of runs) push(plain ? run : { ...run, ...block });
  }
  return segments;
}

/** Whether a line has nothing to see. */
export function isBlank(runs: readonly Segment[]): boolean {
  return runs.every((run) => !isAtom(run) && run.text.trim() === '');
}

function parted(segment: Segment): [block: Block, inline: Segment] {
  if (!segment.quote && !segment.pre && !segment.heading && !segment.list) return [plainBlock, segment];
  const { quote, pre, heading, list, ...inline } = segment;
  return [{ ...(quote && { quote }), ...(pre && { pre }), ...(heading && { heading }), ...(list && { list }) }, inline];
}

/** What a blank line belongs to: the blocks that go on from the line feed before it to its own. */
function between(before: Block | undefined, after: Block): Block {
  if (before === undefined || before === plainBlock || after === plainBlock) return plainBlock;
  return {
    ...(before.quote && after.quote && { quote: true }),
    ...(before.pre && after.pre && samePre(before.pre, after.pre) && { pre: before.pre }),
  };
}

function lineFeed(before: Block, after: Block): Block {
  return before === plainBlock ? plainBlock : between(before, after);
}

/** For each line, whether it is within a stretch of lines with the same key, the blank ones at its ends left out. */
function keepWithin(lines: readonly Line[], key: (line: Line, index: number) => string | undefined): boolean[] {
  const kept: boolean[] = lines.map(() => false);
  if (lines.every(({ block }) => block === plainBlock)) return kept;
  for (let start = 0; start < lines.length; ) {
    const value = key(lines[start]!, start);
    let end = start + 1;
    while (end < lines.length && key(lines[end]!, end) === value) end += 1;
    if (value !== undefined) {
      let first = start;
      let last = end - 1;
      while (first <= last && isBlank(lines[first]!.runs)) first += 1;
      while (last > first && isBlank(lines[last]!.runs)) last -= 1;
      kept.fill(true, first, last + 1);
    }
    start = end;
  }
  return kept;
}

function normalContent({ block, runs }: Line): Line {
  if (block.pre === undefined) return { block, runs: normalRuns(runs) };
  if (!runs.some((run) => run.spoiler)) return { block, runs: bareRuns(runs) };
  // A block of code would show what a spoiler hides.
  const { pre: _, ...rest } = block;
  return { block: rest, runs: normalRuns(runs) };
}

function bareRuns(runs: readonly Segment[]): Segment[] {
  const text = runs.map((run) => run.text).join('');
  return text === '' ? [] : [{ text }];
}

function normalPre(pre: NonNullable<Segment['pre']>): NonNullable<Segment['pre']> {
  return pre.language !== undefined && LANGUAGE.test(pre.language) ? { language: pre.language } : {};
}

function normalLevel(level: number): 1 | 2 | 3 | 4 | 5 | 6 {
  return Math.min(6, Math.max(1, Math.trunc(level) || 1)) as 1 | 2 | 3 | 4 | 5 | 6;
}
