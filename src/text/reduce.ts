import { RichText } from './rich-text.ts';
import type { Mark, Segment } from './segment.ts';

/** The text with no marks but these, and those that were taken out. */
export function reduce(text: RichText, marks: readonly Mark[]): { text: RichText; lost: readonly Mark[] } {
  const lost = new Set<Mark>();
  const segments = text.segments.map((segment) => {
    const kept: Record<string, unknown> = { text: segment.text };
    for (const [key, value] of Object.entries(segment)) {
      if (key === 'text' || value === undefined || value === false) continue;
      if (marks.includes(key as Mark)) kept[key] = value;
      else {
        lost.add(key as Mark);
        if (key === 'link' && value !== segment.text) kept.text = `${kept.text} (${value})`;
      }
    }
    return kept as unknown as Segment;
  });
  return { text: lost.size === 0 ? text : new RichText(segments), lost: [...lost] };
}
