import type { User } from '../../../model/user.ts';

/** What the ids in Discord's text stand for. */
export interface DiscordContext {
  /** The `networkId` of the plug: whom mentions name. Without it mentions are read and written as their text. */
  readonly network?: string;
  /** The user of an id, where known. */
  user?(id: string): User | undefined;
  /** The name of a channel, without `#`, where known. */
  channel?(id: string): string | undefined;
  /** The name of a role, without `@`, where known. */
  role?(id: string): string | undefined;
}

/** Where Discord keeps the pictures of custom emoji. */
export const EMOJI_ADDRESS = 'https://cdn.discordapp.com/emojis/';
