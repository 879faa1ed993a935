import type { QueuedEvent } from '../../../src/index.ts';
import type { APIChannel, APIEmoji, APIGuildMember, APIRole } from '../client.ts';
import type { GuildData } from '../directory.ts';
import type { Reader } from './surroundings.ts';

/** Gateway Events › Guild Create: the start of everything, or the bot was let into another guild. */
export const guildCreate: Reader<
  GuildData & { readonly unavailable?: boolean; readonly members?: readonly APIGuildMember[] }
> = (guild, { directory }) => {
  if (guild.unavailable) return [];
  directory.addGuild(guild);
  for (const member of guild.members ?? []) directory.see(member.user, guild.id, member);
  return [];
};

/** Gateway Events › Guild Delete: an outage of the guild, or the bot was thrown out. */
export const guildDelete: Reader<{ readonly id: string; readonly unavailable?: boolean }> = (guild, { directory }) => {
  if (!guild.unavailable) directory.removeGuild(guild.id);
  return [];
};

/** Gateway Events › Channel Create. */
export const channelCreate: Reader<APIChannel> = (channel, { directory }) => {
  directory.setChannel(channel);
  return [];
};

/** Gateway Events › Channel Update, Thread Update: another name or topic is told of. */
export const channelUpdate: Reader<APIChannel> = (data, around) => {
  const before = around.directory.channel(data.id);
  const after = around.directory.setChannel(data);
  if (before === undefined) return [];
  const channel = around.channel(data.id);
  const events: QueuedEvent[] = [];
  if (before.name !== after.name) events.push({ type: 'title', channel, text: after.name });
  if (before.topic !== after.topic) events.push({ type: 'topic', channel, text: after.topic });
  return events;
};

/** Gateway Events › Channel Delete, Thread Delete. */
export const channelDelete: Reader<{ readonly id: string }> = ({ id }, around) => {
  around.gone(id);
  return [];
};

/** Gateway Events › Thread Create: a new one is told of by its title; another, that it is visible now. */
export const threadCreate: Reader<APIChannel & { readonly newly_created?: boolean }> = (thread, around) => {
  const { name } = around.directory.setChannel(thread);
  return thread.newly_created ? [{ type: 'title', channel: around.channel(thread.id), text: name }] : [];
};

/** Gateway Events › Thread List Sync. */
export const threadListSync: Reader<{ readonly guild_id: string; readonly threads: readonly APIChannel[] }> = (
  { guild_id, threads },
  { directory },
) => {
  for (const thread of threads) directory.setChannel(thread, guild_id);
  return [];
};

/** Gateway Events › Guild Role Create, Guild Role Update. */
export const roleSet: Reader<{ readonly guild_id: string; readonly role: APIRole }> = (
  { guild_id, role },
  { directory },
) => {
  directory.guild(guild_id)?.roles.set(role.id, role.name);
  return [];
};

/** Gateway Events › Guild Emojis Update. */
export const emojisUpdate: Reader<{ readonly guild_id: string; readonly emojis: readonly APIEmoji[] }> = (
  { guild_id, emojis },
  { directory },
) => {
  directory.setEmojis(guild_id, emojis);
  return [];
};

/** Gateway Events › Webhooks Update: of a channel's webhooks something changed, and not what. */
export const webhooksUpdate: Reader<{ readonly channel_id: string }> = ({ channel_id }, around) => {
  around.webhooksChanged(channel_id);
  return [];
};
