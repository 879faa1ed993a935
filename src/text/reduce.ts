/**
 * What becomes of marks that a network lacks. A mark within a line becomes its text; a link its text and the address;
 * a spoiler stays marked for the reader, `||so||`; a quote gets `> `, an item `- ` or its number, before each line.
 */
import type { Line } from './line.ts';
import type { RichText } from './rich-text.ts';
import { allMarks, type Mark, type Segment } from './segment.ts';
import { linesOf, textOf } from './text-lines.ts';

/** A text with no marks but those it was reduced to. */
export interface Reduced {
  readonly text: RichText;
  /** The marks that it had beside those, each once. */
  readonly lost: readonly Mark[];
}

/** The text with no marks but `marks`; the others are put into characters. Pure and total. */
export function reduce(text: RichText, marks: readonly Mark[]): Reduced {
  if (text.isPlain) return { text, lost: [] };
  const lost = allMarks.filter((mark) => !marks.includes(mark) && text.segments.some((segment) => segment[mark]));
  if (lost.length === 0) return { text, lost };
  return { text: textOf(linesOf(text).map((line) => reduceLine(line, new Set(lost)))), lost };
}

function reduceLine({ block, runs }: Line, lost: ReadonlySet<Mark>): Line {
  const { quote, pre, heading, list } = block;
  const kept: Line['block'] = {
    ...(quote && !lost.has('quote') && { quote }),
    ...(pre && !lost.has('pre') && { pre }),
    ...(heading && !lost.has('heading') && { heading }),
    ...(list && !lost.has('list') && { list }),
  };
  const before = `${quote && lost.has('quote') ? '> ' : ''}${list && lost.has('list') ? bullet(list) : ''}`;
  const reduced = runs.flatMap((run, index) => reduceRun(run, runs[index - 1], runs[index + 1], lost));
  return { block: kept, runs: before === '' ? reduced : [{ text: before }, ...reduced] };
}

function bullet({ depth, index }: NonNullable<Segment['list']>): string {
  return `${'  '.repeat(depth)}${index === undefined ? '-' : `${index}.`} `;
}

function reduceRun(
  run: Segment,
  before: Segment | undefined,
  after: Segment | undefined,
  lost: ReadonlySet<Mark>,
): Segment[] {
  const kept = Object.fromEntries(Object.entries(run).filter(([key]) => !lost.has(key as Mark))) as unknown as Segment;
  const all: Segment[] = [kept];
  if (run.link !== undefined && lost.has('link') && after?.link !== run.link) {
    const address = run.link.replace(/^mailto:/, '');
    if (before?.link === run.link || !saysAddress(run.text, address)) all.push({ text: ` (${address})` });
    else all[0] = { ...kept, text: address };
  }
  if (run.spoiler && lost.has('spoiler')) {
    if (!before?.spoiler) all.unshift({ text: '||' });
    if (!after?.spoiler) all.push({ text: '||' });
  }
  return all;
}

/** Whether a link's text is its address, but for the scheme and a slash at the end. */
function saysAddress(text: string, address: string): boolean {
  return (
    text === address || [`https://${text}`, `http://${text}`].some((full) => full === address || `${full}/` === address)
  );
}
