import type { Segment } from '../../segment.ts';
import { ADDRESS, addressIn } from './address.ts';
import { CodeSpans } from './code-spans.ts';
import type { DiscordContext } from './context.ts';
import { SignStack } from './sign-stack.ts';
import { isTag, readTag } from './tag.ts';

const TOKEN = new RegExp(
  [
    /\\[^\s\w]|\\_/, // an escaped sign
    /`+/,
    /<[^\s<>]+>/, // a mention, a custom emoji, a time, an address
    ADDRESS,
    /@\u200b*(?:everyone|here)/,
    /\*+|_+|~~|\|\|/,
    /\[/,
    /\](?:\((?:<[^\s<>]+>|(?:[^\s()<>\\]|\([^\s()]*\))+)(?:\s+"[^"\n]*")?\))?/,
    /\u200b(?=[*_]|~~|\|\|)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
);

const LINK = /^\]\(<?([a-z][a-z0-9+.-]*:\S*?)>?(?:\s+"[^"]*")?\)$/i;

/** Reads the marks within a stretch of Discord's markdown; its runs may have line feeds. */
export function parseInline(source: string, context: DiscordContext): Segment[] {
  const signs = new SignStack(source);
  const code = new CodeSpans(source);
  TOKEN.lastIndex = 0;
  let start = 0;
  let afterSign = -1;
  for (let match = TOKEN.exec(source); match !== null; match = TOKEN.exec(source)) {
    const { index } = match;
    const token = match[0];
    signs.text(source.slice(start, index));
    start = index + token.length;
    switch (token[0]) {
      case '\\':
        signs.text(token.slice(1));
        break;
      case '`': {
        const span = code.at(index, token.length);
        if (span === undefined) signs.text(token);
        else {
          signs.run({ text: span.code, code: true });
          start = span.end;
        }
        break;
      }
      case '<':
        if (isTag(token)) signs.run(readTag(token, context));
        else {
          signs.text('<');
          start = index + 1;
        }
        break;
      case 'h': {
        const address = addressIn(token, signs.openSigns());
        signs.text(address);
        start = index + address.length;
        break;
      }
      case '@':
        if (token[1] === '\u200b') signs.text(`@${token.slice(2)}`);
        else signs.run({ text: token, mention: token.slice(1) as 'everyone' | 'here' });
        break;
      case '[':
        signs.openLink();
        break;
      case ']': {
        const link = LINK.exec(token)?.[1];
        if (link === undefined || !signs.closeLink(link)) {
          if (link === undefined && token === ']') signs.closeBracket();
          signs.text(']');
          start = index + 1;
        }
        break;
      }
      case '\u200b':
        // Between two signs, or between a typed sign and the one that ends its mark.
        if (afterSign !== index && !isTyped(source, index)) signs.text(token);
        break;
      default:
        signs.sign(token, index);
    }
    TOKEN.lastIndex = start;
    if (/[*_~|]/.test(token[0]!)) afterSign = start;
  }
  signs.text(source.slice(start));
  return signs.runs();
}

/** Whether a zero-width space stands behind a typed sign and before the sign itself. */
function isTyped(source: string, index: number): boolean {
  const next = source[index + 1];
  return (next === '~' || next === '|') && source[index - 1] === next && source[index - 2] === '\\';
}
