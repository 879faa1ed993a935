import { type Token, Tokenizer, TokenizerMode } from 'parse5';
import { cleanText } from '../../clean-text.ts';
import type { RichText } from '../../rich-text.ts';
import { textOf } from '../../text-lines.ts';
import type { HtmlContext } from './context.ts';
import { HtmlReader } from './reader.ts';

/** How the characters within an element are read (HTML Standard §13.2.6.4): as text without tags. */
const MODES = new Map<string, number>([
  ['script', TokenizerMode.SCRIPT_DATA],
  ['style', TokenizerMode.RAWTEXT],
  ['xmp', TokenizerMode.RAWTEXT],
  ['iframe', TokenizerMode.RAWTEXT],
  ['noembed', TokenizerMode.RAWTEXT],
  ['noframes', TokenizerMode.RAWTEXT],
  ['title', TokenizerMode.RCDATA],
  ['textarea', TokenizerMode.RCDATA],
]);

/**
 * Reads the HTML of Matrix or Telegram. What it cannot use is its text; scripts, styles and the quote before a Matrix
 * reply are left out. Total, in linear time.
 */
export function parseHtml(source: string, context: HtmlContext = {}): RichText {
  const reader = new HtmlReader(context);
  // Elements are matched by the reader: building a tree as browsers do takes quadratic time for hostile nesting.
  const tokenizer: Tokenizer = new Tokenizer(
    {},
    {
      onCharacter: ({ chars }) => reader.characters(chars),
      onWhitespaceCharacter: ({ chars }) => reader.characters(chars),
      onNullCharacter: () => undefined,
      onComment: () => undefined,
      onDoctype: () => undefined,
      onEof: () => undefined,
      onStartTag: ({ tagName, attrs, selfClosing }) => {
        reader.open(tagName, attributes(attrs), selfClosing);
        const mode = MODES.get(tagName);
        if (mode !== undefined) tokenizer.state = mode;
      },
      onEndTag: ({ tagName }) => reader.close(tagName),
    },
  );
  tokenizer.write(cleanText(source), true);
  return textOf(reader.end());
}

function attributes(attrs: readonly Token.Attribute[]): ReadonlyMap<string, string> {
  return new Map(attrs.map(({ name, value }) => [name, value]));
}
