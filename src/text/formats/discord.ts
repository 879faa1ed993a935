/**
 * Discord's markdown (https://support.discord.com/hc/en-us/articles/210298617, and for mentions, emoji and times
 * https://docs.discord.com/developers/reference#message-formatting).
 *
 * Reading: `**`, `*`/`_`, `__`, `~~`, `||`, code, fences, `> ` and `>>> `, headings of three levels, lists, `[text](link)`,
 * `-# ` small print (which has no mark and becomes its text), mentions, custom emoji, times (in UTC).
 * Writing: everything typed literally is escaped, and `@everyone`, `@here` and ids are broken so that they ping nobody;
 * a heading deeper than the third level is of the third.
 */
import type { Mark } from '../segment.ts';

export type { DiscordContext } from './discord/context.ts';
export { parseDiscord } from './discord/parse.ts';
export { renderDiscord } from './discord/render.ts';

/** The marks that Discord has: all of them. */
export const discordMarks: readonly Mark[] = [
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
