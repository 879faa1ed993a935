/**
 * The HTML of chat: Matrix's `org.matrix.custom.html` (Matrix specification v1.16, client-server API §11.2.1.1, with
 * spoilers, custom emoticons and matrix.to mentions) and Telegram's `parse_mode: HTML` (Bot API, formatting options).
 * The tokens are parse5's, by the HTML Standard.
 */
import type { Mark } from '../segment.ts';

export type { HtmlContext } from './html/context.ts';
export { parseHtml } from './html/parse.ts';
export { renderHtml } from './html/render.ts';

/** The marks that Matrix's HTML has: all of them. */
export const matrixHtmlMarks: readonly Mark[] = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'pre',
  'spoiler',
  'quote',
  'heading',
  'list',
  'link',
  'mention',
  'emoji',
];

/** The marks that Telegram's HTML has. */
export const telegramHtmlMarks: readonly Mark[] = [
  'bold',
  'italic',
  'underline',
  'strike',
  'code',
  'pre',
  'spoiler',
  'quote',
  'link',
  'mention',
];
