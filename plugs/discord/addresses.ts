import { ChannelNotFoundError } from '../../src/index.ts';
import { type Directory, isThread, type KnownChannel } from './directory.ts';

const snowflake = /^\d{15,20}$/;

/** Whether a source is an id and no name. */
export function isId(source: string): boolean {
  return snowflake.test(source);
}

/** How a channel is written for people: `guild/#name`. */
export function addressOf(directory: Directory, channel: KnownChannel): string {
  const guild = directory.guild(channel.guildId);
  if (guild === undefined) return channel.recipient === undefined ? channel.id : `@${channel.recipient.username}`;
  return `${guild.name}/#${channel.name}`;
}

/** The parts of `guild/#name` or `#name`. */
export function readAddress(source: string): { readonly guild: string | undefined; readonly name: string } {
  const [, guild, name = ''] = /^(?:(.*)\/)?#?([^/]*)$/.exec(source) ?? [];
  return { guild, name };
}

/**
 * Finds the channel that a source names: an id, `guild/#name` (the guild by name or id), or `#name` where only one guild
 * has it. Threads are named by id alone: many have the same name.
 * @throws ChannelNotFoundError naming what there is, or the candidates where several fit
 */
export function findChannel(directory: Directory, source: string): KnownChannel {
  if (isId(source)) {
    const channel = directory.channel(source);
    if (channel !== undefined) return channel;
    throw new ChannelNotFoundError(`Discord: no channel ${source} that the bot can see`);
  }
  const { guild: guildName, name } = readAddress(source);
  const all = [...directory.channels()].filter((channel) => channel.guildId !== undefined && !isThread(channel));
  const inGuild = all.filter(({ guildId }) => {
    return guildName === undefined || guildId === guildName || directory.guild(guildId)?.name === guildName;
  });
  const found = inGuild.filter((channel) => channel.name === name || channel.id === name);
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  const list = (channels: readonly KnownChannel[]): string =>
    channels
      .slice(0, 20)
      .map((channel) => `${addressOf(directory, channel)} (${channel.id})`)
      .join(', ');
  if (only !== undefined)
    throw new ChannelNotFoundError(`Discord: several channels are named ${source}: ${list(found)}`);
  const candidates = inGuild.length > 0 ? inGuild : all;
  const there = candidates.length > 0 ? `; there are ${list(candidates)}` : '; the bot is in no server';
  throw new ChannelNotFoundError(`Discord: no channel ${source}${there}`);
}
