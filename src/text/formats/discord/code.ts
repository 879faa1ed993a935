/**
 * Code within Discord's fences. Nothing can be escaped there: backticks that would end it are kept apart by zero-width
 * spaces, one more than the text has, so that reading takes away just what writing added.
 */
const THREE = /`\u200b*`\u200b*`/;
const TWO = /`\u200b*`/;

/** Code as it can stand in a block. */
export function writeBlockCode(code: string): string {
  return THREE.test(code) ? apart(code) : code;
}

/** The code of a block. */
export function readBlockCode(code: string): string {
  return THREE.test(code) ? together(code) : code;
}

/** Code within a line, with its backticks. */
export function writeLineCode(code: string): string {
  if (!code.includes('`')) return `\`${code}\``;
  const safe = TWO.test(code) ? apart(code) : code;
  // One space is taken off between a delimiter and a backtick.
  return `\`\`${/^ *`/.test(safe) ? ' ' : ''}${safe}${/` *$/.test(safe) ? ' ' : ''}\`\``;
}

/** The code between two equal runs of backticks. */
export function readLineCode(source: string): string {
  const code = source.replace(/^ (?= *`)|(?<=` *) $/g, '');
  return TWO.test(code) ? together(code) : code;
}

function apart(code: string): string {
  return code.replace(/`(?=\u200b*`)/g, '`\u200b');
}

function together(code: string): string {
  return code.replace(/`\u200b(?=\u200b*`)/g, '`');
}
