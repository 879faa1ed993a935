/** One line of the IRC protocol, taken apart (RFC 1459 §2.3.1, IRCv3 message tags). */
export interface IrcMessage {
  /** The tags, still escaped, as they stood between `@` and the space; read one with {@link messageTag}. */
  readonly tags: string;
  /** Who sent it: `nick!user@host`, or a server's name; empty where the line has none. */
  readonly prefix: string;
  /** The nick in the prefix, or the whole prefix where it is a server's name. */
  readonly nick: string;
  /** In upper case: `PRIVMSG`, `001`. */
  readonly command: string;
  /** The trailing parameter is the last one, without its colon. */
  readonly params: readonly string[];
}

/** Takes a line apart; undefined where there is no command in it. Never throws, whatever the line. */
export function parseLine(line: string): IrcMessage | undefined {
  let at = 0;
  let tags = '';
  let prefix = '';
  if (line.startsWith('@')) {
    const end = endOfWord(line, 0);
    tags = line.slice(1, end);
    at = skipSpaces(line, end);
  }
  if (line.charCodeAt(at) === 58) {
    const end = endOfWord(line, at);
    prefix = line.slice(at + 1, end);
    at = skipSpaces(line, end);
  }
  const endOfCommand = endOfWord(line, at);
  if (endOfCommand === at) return undefined;
  const command = line.slice(at, endOfCommand).toUpperCase();
  return { tags, prefix, nick: nickOf(prefix), command, params: parseParams(line, skipSpaces(line, endOfCommand)) };
}

function parseParams(line: string, start: number): string[] {
  const params: string[] = [];
  let at = start;
  while (at < line.length) {
    if (line.charCodeAt(at) === 58) {
      params.push(line.slice(at + 1));
      return params;
    }
    const end = endOfWord(line, at);
    params.push(line.slice(at, end));
    at = skipSpaces(line, end);
  }
  return params;
}

function endOfWord(line: string, from: number): number {
  const end = line.indexOf(' ', from);
  return end === -1 ? line.length : end;
}

function skipSpaces(line: string, from: number): number {
  let at = from;
  while (line.charCodeAt(at) === 32) at++;
  return at;
}

/** The nick in a `nick!user@host`. */
export function nickOf(prefix: string): string {
  const end = prefix.search(/[!@]/);
  return end === -1 ? prefix : prefix.slice(0, end);
}

// https://ircv3.net/specs/extensions/message-tags#escaping-values
const unescaped: Readonly<Record<string, string>> = { ':': ';', s: ' ', '\\': '\\', r: '\r', n: '\n' };

/** The value of one tag: empty where the tag has none, undefined where it is not there. */
export function messageTag(message: IrcMessage, name: string): string | undefined {
  if (message.tags === '') return undefined;
  for (const tag of message.tags.split(';')) {
    if (tag === name) return '';
    if (tag.startsWith(name) && tag[name.length] === '=') {
      return tag
        .slice(name.length + 1)
        .replace(/\\(.?)/gs, (_, character: string) => unescaped[character] ?? character);
    }
  }
  return undefined;
}
