import { emojiFromName } from '../../../src/text/index.ts';
import type { Directory } from '../directory.ts';

/**
 * An emoji as the API takes it: the character, or `name:id` of a custom one by its name, of this guild before others
 * (Message Resource › Create Reaction). Undefined for a name that nobody knows.
 */
export function readEmoji(directory: Directory, text: string, guildId: string | undefined): string | undefined {
  const name = /^:([\w+-]+):$/.exec(text)?.[1];
  if (name === undefined) return text;
  const guilds = [directory.guild(guildId), ...directory.guilds()];
  for (const guild of guilds) {
    for (const emoji of guild?.emojis.values() ?? []) if (emoji.name === name) return `${emoji.name}:${emoji.id}`;
  }
  return emojiFromName(name);
}
