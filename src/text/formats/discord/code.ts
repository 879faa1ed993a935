import { bringTogether, keepApart } from '../fences/code.ts';

const TWO = /`\u200b*`/;

/** Code within a line, with its backticks. */
export function writeLineCode(code: string): string {
  if (!code.includes('`')) return `\`${code}\``;
  const safe = TWO.test(code) ? keepApart(code) : code;
  // One space is taken off between a delimiter and a backtick.
  return `\`\`${/^ *`/.test(safe) ? ' ' : ''}${safe}${/` *$/.test(safe) ? ' ' : ''}\`\``;
}

/** The code between two equal runs of backticks. */
export function readLineCode(source: string): string {
  const code = source.replace(/^ (?= *`)|(?<=` *) $/g, '');
  return TWO.test(code) ? bringTogether(code) : code;
}
