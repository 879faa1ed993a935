import { emojiToName, nameToEmoji } from 'gemoji';

/** U+FE0F asks for the coloured picture of a character; networks differ in whether they write it. */
const VARIATION = /\ufe0f/g;
const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu;
/** A shortcode, and Slack's way to write a skin tone after it: `:wave::skin-tone-3:`. */
const SHORTCODE = /^:?([\w+-]+):?(?::skin-tone-([2-6]):?)?$/;

const names = new Map(Object.entries(emojiToName).map(([emoji, name]) => [emoji.replace(VARIATION, ''), name]));

/**
 * The characters of an emoji from its shortcode, with or without colons and with Slack's skin tones: `:+1:` is 👍.
 * Names are those of GitHub, which Slack, Discord and Mattermost share for the most part. Undefined for a custom emoji.
 */
export function emojiFromName(shortcode: string): string | undefined {
  const [, name = '', tone] = SHORTCODE.exec(shortcode) ?? [];
  const key = name.toLowerCase();
  const emoji = Object.hasOwn(nameToEmoji, key) ? nameToEmoji[key] : undefined;
  if (emoji === undefined || tone === undefined) return emoji;
  // Slack counts tones from 2, Unicode from U+1F3FB; a tone stands right after the character that it colours.
  const [first, ...rest] = emoji.replace(VARIATION, '');
  return `${first}${String.fromCodePoint(0x1f3fb + Number(tone) - 2)}${rest.join('')}`;
}

/** The shortcode of an emoji, without colons: 👍 and 👍🏽 are `+1`. Undefined for what is no emoji. */
export function emojiName(emoji: string): string | undefined {
  const plain = emoji.replace(VARIATION, '');
  return names.get(plain) ?? names.get(plain.replace(SKIN_TONES, ''));
}
