/**
 * Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text): `*bold*`, `_italic_`, `~strike~`, code,
 * fences, lines after `>`, `<address|text>`, `<@user>`, `<#channel>`, `<!here>`, `:emoji:`; `&`, `<` and `>` are
 * entities. Standard emoji are read as their characters.
 *
 * The format has no escape: a sign that somebody typed where it would begin a mark gets a word joiner (U+2060) before
 * it, a mark within a word zero-width spaces (U+200B), a typed `:name:` a non-joiner (U+200C). Code has no language.
 */
import type { Mark } from '../segment.ts';

export type { SlackContext } from './slack/context.ts';
export { parseSlack } from './slack/parse.ts';
export { renderSlack } from './slack/render.ts';

/** The marks that Slack's mrkdwn has. */
export const slackMarks: readonly Mark[] = [
  'bold',
  'italic',
  'strike',
  'code',
  'pre',
  'quote',
  'link',
  'mention',
  'emoji',
];
