/**
 * CommonMark 0.31.2 (https://spec.commonmark.org/0.31.2/) with GitHub's strikethrough and addresses
 * (https://github.github.com/gfm/). The tokens are micromark's.
 *
 * Lines are kept as in the source, as chat programs show them: a line break within a paragraph ends a line, and blank
 * lines count, but for the one that ends a quote or a list. The first line of an item is the item, those under it are
 * lines of their own. Tags, tables, definitions and pictures' places are characters; a picture is a link.
 */
import type { Mark } from '../segment.ts';

export { parseMarkdown } from './markdown/parse.ts';
export { renderMarkdown } from './markdown/render.ts';

/** The marks that CommonMark with GFM has. */
export const markdownMarks: readonly Mark[] = [
  'bold',
  'italic',
  'strike',
  'code',
  'pre',
  'quote',
  'heading',
  'list',
  'link',
];
