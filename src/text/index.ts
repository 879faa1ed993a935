/** Text with marks, and the markup of networks: the entry `tieline/text`. */
export { clean, cleanText } from './clean.ts';
export { defuse, defuseNick } from './defuse.ts';
export { emojiFromName, emojiName } from './emoji.ts';
export { type DiscordContext, discordMarks, parseDiscord, renderDiscord } from './formats/discord.ts';
export { type HtmlContext, matrixHtmlMarks, parseHtml, renderHtml, telegramHtmlMarks } from './formats/html.ts';
export { markdownMarks, parseMarkdown, renderMarkdown } from './formats/markdown.ts';
export { mircMarks, parseMirc, renderMirc } from './formats/mirc.ts';
export { parseSlack, renderSlack, type SlackContext, slackMarks } from './formats/slack.ts';
export { parseXep0393, renderXep0393, xep0393Marks } from './formats/xep0393.ts';
export { measure } from './measure.ts';
export { type Reduced, reduce } from './reduce.ts';
export { RichText, type RichTextInput } from './rich-text.ts';
export { allMarks, type Mark, type Segment } from './segment.ts';
export { type SplitOptions, split } from './split.ts';
