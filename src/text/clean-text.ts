/**
 * What no text should hold: controls other than tab and line feed, and the characters that turn the writing direction
 * of all that follows (Unicode Bidirectional Algorithm, UAX #9: embeddings, overrides and isolates).
 */
const DIRT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
const ALL_DIRT = new RegExp(DIRT, 'g');

/**
 * The text without control characters, bidi overrides and unpaired surrogates (U+FFFD in their place); every line ends
 * in a line feed. The same string where there is nothing to do. Total.
 */
export function cleanText(text: string): string {
  if (!DIRT.test(text)) return text.isWellFormed() ? text : text.toWellFormed();
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(ALL_DIRT, '');
}
