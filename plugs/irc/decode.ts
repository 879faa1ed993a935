import { isAscii, isUtf8 } from 'node:buffer';

const lineFeed = 10;
/** Tags may take 8191 bytes and the rest 512; what is longer is no line of IRC, and is not kept in memory. */
const longestLine = 16_384;

/** Turns what a socket delivers into lines of text: UTF-8, and where a line is none, another encoding for that line. */
export class LineDecoder {
  readonly #fallback: InstanceType<typeof TextDecoder>;
  #rest: Buffer | undefined;

  /** @param fallback The WHATWG label of the encoding for lines that are not UTF-8. */
  constructor(fallback: string) {
    this.#fallback = new TextDecoder(fallback);
  }

  /** The lines that a chunk completes, without line ends; empty lines are left out. */
  push(chunk: Buffer): string[] {
    const last = chunk.lastIndexOf(lineFeed);
    if (last === -1) {
      this.#keep(chunk);
      return [];
    }
    const head = chunk.subarray(0, last);
    const whole = this.#rest === undefined ? head : Buffer.concat([this.#rest, head]);
    this.#rest = undefined;
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(last + 1));
    return this.#lines(whole);
  }

  #keep(bytes: Buffer): void {
    const rest = this.#rest === undefined ? Buffer.from(bytes) : Buffer.concat([this.#rest, bytes]);
    this.#rest = rest.length > longestLine ? rest.subarray(0, longestLine) : rest;
  }

  #lines(bytes: Buffer): string[] {
    if (isUtf8(bytes)) return bytes.toString().split('\n').map(cleaned).filter(Boolean);
    const lines: string[] = [];
    for (let start = 0; start <= bytes.length; ) {
      const found = bytes.indexOf(lineFeed, start);
      const end = found === -1 ? bytes.length : found;
      const line = cleaned(this.#decode(bytes.subarray(start, end)));
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    return lines;
  }

  #decode(bytes: Buffer): string {
    const line = withoutLineEnd(bytes);
    if (isUtf8(line)) return line.toString();
    const head = line.subarray(0, line.length - cutCharacter(line));
    if (head.length < line.length && isUtf8(head) && isCut(head)) return head.toString();
    return this.#fallback.decode(line);
  }
}

/** How many bytes at the end of a line begin a character of UTF-8 that does not end. */
function cutCharacter(line: Buffer): number {
  for (let count = 1; count <= 3; count += 1) {
    const byte = line.at(-count) ?? 0;
    if (byte >= 0xc2 && byte <= 0xf4) return count;
    if (byte < 0x80 || byte > 0xbf) return 0;
  }
  return 0;
}

/** Whether a line is likely one that a server cut at 512 bytes: it is about as long, or UTF-8 for the rest of it. */
function isCut(head: Buffer): boolean {
  return head.length > 480 || !isAscii(head);
}

function withoutLineEnd(bytes: Buffer): Buffer {
  return bytes.at(-1) === 13 ? bytes.subarray(0, -1) : bytes;
}

// CR and NUL have no place in a line (RFC 1459 §2.3.1), wherever a broken server or client puts them.
function cleaned(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes('\r') || text.includes('\0') ? text.replace(/[\r\0]/g, '') : text;
}
