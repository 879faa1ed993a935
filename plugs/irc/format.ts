import type { Segment, User } from '../../src/index.ts';
import { parseMirc, RichText } from '../../src/text/index.ts';

// The characters of a nick (RFC 2812 §2.3.1), and what servers with UTF-8 nicks add; a digit or `-` is never the first.
const nickPattern = /[A-Za-z[\]\\`_^{|}\u0080-\uffff][\w\-[\]\\`^{|}\u0080-\uffff]*/g;
const codes = /[\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f]/;

/** Reads the text of a line: its formatting codes, and as mentions the nicks of those in `nicks`. */
export function readText(text: string, nicks: ReadonlySet<string>, userOf: (nick: string) => User): string | RichText {
  const rich = codes.test(text) ? parseMirc(text) : undefined;
  if (!mentionsAny(text, nicks)) return rich ?? text;
  const segments = (rich ?? new RichText(text)).segments;
  return new RichText(segments.flatMap((segment) => splitAtNicks(segment, nicks, userOf)));
}

// Of mIRC's sixteen colours those that can be read on black and on white.
const colours = ['03', '04', '06', '07', '10', '12', '13'];

/** How many bytes {@link colourName} may add. */
export const colourBytes = 4;

/** Colours the name in a `<name> ` at the beginning, the same for the same name. */
export function colourName(text: string): string {
  return text.replace(/^<([^<>\x03\n,]{1,100})> /, (_, name: string) => {
    let sum = 0;
    for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
    return `<\x03${colours[sum % colours.length]}${name}\x03> `;
  });
}

function mentionsAny(text: string, nicks: ReadonlySet<string>): boolean {
  if (nicks.size === 0) return false;
  nickPattern.lastIndex = 0;
  let match = nickPattern.exec(text);
  while (match !== null && !nicks.has(match[0])) match = nickPattern.exec(text);
  // matchAll begins where the pattern it is given has stopped.
  nickPattern.lastIndex = 0;
  return match !== null;
}

function splitAtNicks(segment: Segment, nicks: ReadonlySet<string>, userOf: (nick: string) => User): Segment[] {
  const parts: Segment[] = [];
  let end = 0;
  for (const match of segment.text.matchAll(nickPattern)) {
    const nick = match[0];
    if (!nicks.has(nick)) continue;
    if (match.index > end) parts.push({ ...segment, text: segment.text.slice(end, match.index) });
    parts.push({ ...segment, text: nick, mention: userOf(nick) });
    end = match.index + nick.length;
  }
  if (end < segment.text.length) parts.push({ ...segment, text: segment.text.slice(end) });
  return parts;
}
