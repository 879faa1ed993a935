import type { APIPartialEmoji } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import type { World } from '../state/world.ts';

const picture = /^\p{RGI_Emoji}$/v;

/**
 * Reads the emoji of a reaction's address: a Unicode emoji, or `name:id` of a custom one that the bot can use (Message
 * Resource › Create Reaction). Custom emoji must be of one of the bot's guilds (assumed).
 * @throws ApiError 10014
 */
export function readEmoji(world: World, text: string): APIPartialEmoji {
  const custom = /^(?:a:)?(\w{2,32}):(\d+)$/.exec(text);
  if (custom !== null) {
    for (const guild of world.guilds.values()) {
      const emoji = guild.emojis.get(custom[2] ?? '');
      if (emoji !== undefined) {
        return { id: emoji.id, name: emoji.name, ...(emoji.animated === true && { animated: true }) };
      }
    }
    throw new ApiError(10014);
  }
  if (!isEmoji(text)) throw new ApiError(10014);
  return { id: null, name: text };
}

/** What makes two reactions the same. */
export function emojiKey(emoji: APIPartialEmoji): string {
  // With or without the variation selector it is one emoji (assumed).
  return emoji.id ?? (emoji.name ?? '').replaceAll('\u{fe0f}', '');
}

function isEmoji(text: string): boolean {
  return picture.test(text) || picture.test(`${text}\u{fe0f}`) || picture.test(text.replaceAll('\u{fe0f}', ''));
}
