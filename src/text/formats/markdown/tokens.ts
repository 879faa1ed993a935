import { parse, postprocess, preprocess } from 'micromark';
import { gfmAutolinkLiteral } from 'micromark-extension-gfm-autolink-literal';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import type { Event, Extension } from 'micromark-util-types';

/**
 * Tags are characters, as chat programs show them; definitions of links are too, because a person who types one in a
 * chat means its characters to be seen.
 */
const asTyped: Extension = { disable: { null: ['htmlFlow', 'htmlText', 'definition'] } };
const plain = parse({ extensions: [gfmStrikethrough(), asTyped] });
// Looking for addresses takes three times as long as all the rest: only where there is one.
const withAddresses = parse({ extensions: [gfmStrikethrough(), gfmAutolinkLiteral(), asTyped] });
const ADDRESS = /:\/\/|www\./i;

/** Whether a text of one line can be anything but a paragraph, or has white space that a paragraph would lose. */
const BLOCK = /\n|^\s|\s$|^(?:[#>+*=~`-]|_ *_|\d{1,9}[.)])/;

/** The events of a document. */
export function markdownEvents(source: string): Event[] {
  const parser = ADDRESS.test(source) ? withAddresses : plain;
  // The lines found to continue a paragraph lazily: of the document before.
  parser.lazy = {};
  const chunks = preprocess()(source, undefined, true);
  return postprocess(parser.document().write(chunks));
}

/** The events within a text that is a single paragraph of one line; undefined if it may be more. */
export function paragraphEvents(source: string): Event[] | undefined {
  if (BLOCK.test(source)) return undefined;
  const parser = ADDRESS.test(source) ? withAddresses : plain;
  const chunks = preprocess()(source, undefined, true);
  return postprocess(parser.text().write(chunks));
}
