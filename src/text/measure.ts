import type { TextUnit } from '../model/capabilities.ts';

/** How long a text is in a network's unit: bytes of UTF-8, UTF-16 units, or code points. */
export function measure(text: string, unit: TextUnit): number {
  if (unit === 'utf16') return text.length;
  return unit === 'byte' ? Buffer.byteLength(text) : codePoints(text);
}

function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index += 1) {
    if ((text.charCodeAt(index) & 0xfc00) !== 0xd800 || (text.charCodeAt(index + 1) & 0xfc00) !== 0xdc00) continue;
    count -= 1;
    index += 1;
  }
  return count;
}
