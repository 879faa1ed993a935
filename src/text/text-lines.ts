import { cleanText } from './clean-text.ts';
import { type Line, plainBlock } from './line.ts';
import { joinLines, normalLines, readLines } from './lines.ts';
import { isKnownNormal, rememberNormal } from './normal.ts';
import { RichText } from './rich-text.ts';
import type { Segment } from './segment.ts';

/** The lines of a text in its normal form: what a format writes. */
export function linesOf(text: RichText): readonly Line[] {
  if (!text.isPlain) {
    const lines = readLines(text.segments);
    return isKnownNormal(text) ? lines : normalLines(lines);
  }
  const characters = cleanText(text.toString());
  if (!characters.includes('\n')) return [{ block: plainBlock, runs: characters === '' ? [] : [{ text: characters }] }];
  return characters.split('\n').map((line) => ({ block: plainBlock, runs: line === '' ? [] : [{ text: line }] }));
}

/** The clean characters of a text without marks; undefined for one with marks. */
export function plainCharacters(text: RichText): string | undefined {
  return text.isPlain ? cleanText(text.toString()) : undefined;
}

/** The text of lines that a format has read, in its normal form. */
export function textOf(lines: readonly Line[]): RichText {
  const clean = lines.map((line) =>
    line.runs.every(isOfOneLine) ? line : { ...line, runs: line.runs.map(toOneLine) },
  );
  return rememberNormal(new RichText(joinLines(normalLines(clean))));
}

function isOfOneLine({ text }: Segment): boolean {
  return !text.includes('\n') && cleanText(text) === text;
}

/** Formats have ways to write any character: what is a control or ends a line has no place in a run. */
function toOneLine(run: Segment): Segment {
  return isOfOneLine(run) ? run : { ...run, text: cleanText(run.text).replaceAll('\n', ' ') };
}
