import { cleanText } from '../../clean-text.ts';
import { plainBlock } from '../../line.ts';
import { RichText } from '../../rich-text.ts';
import { textOf } from '../../text-lines.ts';
import { BlockReader } from './block-reader.ts';
import { InlineReader } from './inline-reader.ts';
import { markdownEvents, paragraphEvents } from './tokens.ts';

const MARKUP = /[\\*_~`<[&\t]|^ *(?:[#>+*=-]|\d{1,9}[.)])|^ | $|^\ufeff/m;
const SIGNS = /(?<!\\)(?:[*_~=`#]+|[>[\]]|[-+](?=\s)|\d[.)](?=\s))/g;
/**
 * The parser takes quadratic time for signs that have no other half, for blocks in blocks and for many of them: in a text
 * with more signs than these they are characters. A long document has some hundreds.
 */
const MAX_SIGNS = 2_000;

/** Reads CommonMark with GFM's strikethrough and addresses. Total. */
export function parseMarkdown(source: string): RichText {
  const clean = cleanText(source);
  if (!MARKUP.test(clean) || (clean.match(SIGNS)?.length ?? 0) > MAX_SIGNS) return new RichText(clean);
  // A byte order mark is not part of a document, but it may be part of a text.
  const document = clean.startsWith('\ufeff') ? `&#xfeff;${clean.slice(1)}` : clean;
  const events = paragraphEvents(document);
  if (events === undefined) {
    return textOf(new BlockReader(document).read(markdownEvents(document), document.split('\n').length));
  }
  const reader = new InlineReader(document);
  for (const event of events) reader.event(event);
  return textOf([{ block: plainBlock, runs: reader.take() }]);
}
