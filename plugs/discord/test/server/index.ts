/**
 * A Discord on the loopback for tests: REST and gateway, version 10, written from https://discord.com/developers/docs
 * (github.com/discord/discord-api-docs); the section stands beside each rule, and what is not documented says so.
 */

export type { RecordedRequest } from './http/recording.ts';
export { LocalDiscord, type LocalDiscordOptions } from './local-discord.ts';
export type { StoredMessage } from './residents.ts';
export type { ChannelRecord, GuildRecord, MessageRecord, UserRecord } from './state/records.ts';

import { LocalDiscord, type LocalDiscordOptions } from './local-discord.ts';

/** Starts a local Discord; `close()` ends it. */
export function startDiscord(options?: LocalDiscordOptions): Promise<LocalDiscord> {
  return LocalDiscord.start(options);
}
