/** RFC 1459 §2.3: a line has at most 512 bytes, CR LF included. Tags do not count. */
export const longestLine = 512;

/** A message to a channel or a nick. */
export interface LineTarget {
  /** Who the server will say it is from, `nick!user@host`, as a number of bytes. */
  readonly prefixBytes: number;
  readonly command: 'PRIVMSG' | 'NOTICE';
  readonly target: string;
  /** Whether it is an ACTION (`/me`), which takes nine bytes more. */
  readonly action: boolean;
}

/** Servers cut our host at 63 or 64 bytes (RFC 2812 §2.3.1 says 63). */
const longestHost = 64;

/** The most that `nick!user@host` can take, until the server has told. */
export function assumedPrefixBytes(nick: string, username: string): number {
  // One byte each for `!`, `@` and the `~` of a user name that no ident server has vouched for.
  return Buffer.byteLength(nick) + Buffer.byteLength(username) + 3 + longestHost;
}

const actionStart = '\x01ACTION ';
const actionEnd = '\x01';

/** How many bytes of text fit into one line, as the others will receive it: `:prefix COMMAND target :text CR LF`. */
export function textBudget(line: LineTarget): number {
  const frame = 1 + line.prefixBytes + 1 + line.command.length + 1 + Buffer.byteLength(line.target) + 2 + 2;
  return longestLine - frame - (line.action ? actionStart.length + actionEnd.length : 0);
}

/** The lines that say a text: one where it fits, else as many as it takes, cut between words or at least graphemes. */
export function messageLines(line: LineTarget, text: string): string[] {
  const head = `${line.command} ${line.target} :${line.action ? actionStart : ''}`;
  const tail = line.action ? actionEnd : '';
  return splitBytes(oneLine(text), textBudget(line)).map((part) => head + part + tail);
}

/** A text without what ends a line (CR, LF, NUL) or starts a CTCP request (0x01). */
export function oneLine(text: string): string {
  return /[\r\n\0\x01]/.test(text) ? text.replace(/[\r\n\0]+/g, ' ').replaceAll('\x01', '') : text;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts a text into parts of at most `budget` bytes of UTF-8, at a space where one is near, never in a grapheme. */
export function splitBytes(text: string, budget: number): string[] {
  if (text === '') return [];
  // A UTF-16 unit takes at most three bytes: most texts fit without being counted.
  if (text.length * 3 <= budget || Buffer.byteLength(text) <= budget) return [text];
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const piece of pieces(text, budget)) {
    const size = Buffer.byteLength(piece);
    if (bytes + size > budget) {
      const [head, tail] = atSpace(part);
      parts.push(head);
      part = tail;
      bytes = Buffer.byteLength(tail);
    }
    part += piece;
    bytes += size;
  }
  return [...parts, part].filter((line) => line !== '');
}

/** Graphemes; and one that alone is too long for a line (a letter under hundreds of accents) as its code points. */
function* pieces(text: string, budget: number): Generator<string> {
  for (const { segment } of graphemes.segment(text)) {
    if (Buffer.byteLength(segment) * 2 <= budget) yield segment;
    else yield* segment;
  }
}

/** Parts a full line at its last space, unless that would leave less than half of it. */
function atSpace(part: string): [string, string] {
  const space = part.lastIndexOf(' ');
  return space * 2 < part.length ? [part, ''] : [part.slice(0, space), part.slice(space + 1)];
}
