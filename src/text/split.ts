import type { TextUnit } from '../model/capabilities.ts';
import { measure } from './measure.ts';
import { RichText } from './rich-text.ts';
import type { Segment } from './segment.ts';

/** The text in parts that fit. */
export function split(
  text: RichText,
  {
    max,
    unit,
    maxLines = Number.POSITIVE_INFINITY,
    render = String,
  }: { max: number; unit: TextUnit; maxLines?: number | undefined; render?: (text: RichText) => string },
): RichText[] {
  const parts: Segment[][] = [[]];
  for (const segment of text.segments) {
    for (const char of segment.text) {
      const part = parts[parts.length - 1]!;
      const next = [...part, { ...segment, text: char }];
      const joined = new RichText(next);
      if (measure(render(joined), unit) <= max && String(joined).split('\n').length <= maxLines)
        part.push({ ...segment, text: char });
      else parts.push(char === '\n' ? [] : [{ ...segment, text: char }]);
    }
  }
  return parts
    .map((part) => {
      const merged: Segment[] = [];
      for (const segment of part) {
        const last = merged.at(-1);
        if (last && JSON.stringify({ ...last, text: '' }) === JSON.stringify({ ...segment, text: '' }))
          merged[merged.length - 1] = { ...last, text: last.text + segment.text };
        else merged.push(segment);
      }
      return new RichText(merged);
    })
    .filter((part) => String(part).trim() !== '');
}
