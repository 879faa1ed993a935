/**
 * Code between fences of three backticks, where nothing can be escaped: backticks that would end it are kept apart by
 * zero-width spaces, one more than the text has, so that reading takes away just what writing added.
 */
const THREE = /`\u200b*`\u200b*`/;

/** Code as it can stand in a block. */
export function writeBlockCode(code: string): string {
  return THREE.test(code) ? keepApart(code) : code;
}

/** The code of a block. */
export function readBlockCode(code: string): string {
  return THREE.test(code) ? bringTogether(code) : code;
}

/** Puts a zero-width space between backticks. */
export function keepApart(code: string): string {
  return code.replace(/`(?=\u200b*`)/g, '`\u200b');
}

/** Takes it away again. */
export function bringTogether(code: string): string {
  return code.replace(/`\u200b(?=\u200b*`)/g, '`');
}
