import { cleanText } from './clean-text.ts';
import { RichText } from './rich-text.ts';

export { cleanText } from './clean-text.ts';

/** Rich text with its characters cleaned as by {@link cleanText}: the same object where there is nothing to do. */
export function clean(text: RichText): RichText {
  const characters = text.toString();
  // A pair of surrogates, or of CR and LF, may be torn apart by a change of marks: segments are cleaned one by one.
  if (text.isPlain) {
    const cleaned = cleanText(characters);
    return cleaned === characters ? text : new RichText(cleaned);
  }
  if (text.segments.every((segment) => cleanText(segment.text) === segment.text)) return text;
  return new RichText(text.segments.map((segment) => ({ ...segment, text: cleanText(segment.text) })));
}
