import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import type { ChannelRecord, GuildRecord } from './records.ts';
import type { World } from './world.ts';

/** The name of a permission, as discord.js writes it too. */
export type PermissionName = keyof typeof PermissionFlagsBits;

/** The bit set of some permissions. */
export function permissionBits(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}

const everything = permissionBits(Object.keys(PermissionFlagsBits) as PermissionName[]);

// Topics › Permissions › Implicit Permissions: what cannot be said cannot ping, attach or embed either.
const needsSending = permissionBits(['MentionEveryone', 'SendTTSMessages', 'AttachFiles', 'EmbedLinks']);

/** What a member may do in the guild as a whole (Topics › Permissions › Permission Hierarchy). */
export function guildPermissions(guild: GuildRecord, userId: string): bigint {
  if (guild.ownerId === userId) return everything;
  const roles = [guild.id, ...(guild.members.get(userId)?.roles ?? [])];
  const bits = roles.reduce((sum, id) => sum | BigInt(guild.roles.get(id)?.permissions ?? 0), 0n);
  return bits & PermissionFlagsBits.Administrator ? everything : bits;
}

/** What a user may do in a channel: overwrites of everyone, then of roles, then of the member (Topics › Permissions). */
export function channelPermissions(world: World, channel: ChannelRecord, userId: string): bigint {
  if (channel.guildId === null) {
    const mine = userId === world.bot.id || channel.recipientId === userId;
    // The bot may do in its conversations what needs no moderator.
    return mine ? everything & ~permissionBits(['ManageMessages', 'ManageChannels', 'ManageWebhooks']) : 0n;
  }
  const guild = world.guild(channel.guildId);
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  let bits = guildPermissions(guild, userId);
  if (bits === everything) return bits;
  const place = world.parentOf(channel);
  const apply = (allow: bigint, deny: bigint): void => {
    bits = (bits & ~deny) | allow;
  };
  const of = (ids: readonly string[], type: OverwriteType): void => {
    const found = place.overwrites.filter((entry) => entry.type === type && ids.includes(entry.id));
    apply(
      found.reduce((sum, entry) => sum | BigInt(entry.allow), 0n),
      found.reduce((sum, entry) => sum | BigInt(entry.deny), 0n),
    );
  };
  of([guild.id], OverwriteType.Role);
  of(member.roles, OverwriteType.Role);
  of([userId], OverwriteType.Member);
  if (!(bits & PermissionFlagsBits.ViewChannel)) return 0n;
  if (channel.type === ChannelType.PrivateThread && !channel.thread?.members.has(userId)) {
    // Topics › Threads › Public & Private Threads: by invitation, or for moderators.
    if (!(bits & PermissionFlagsBits.ManageThreads)) return 0n;
  }
  const speak = channel.thread === null ? PermissionFlagsBits.SendMessages : PermissionFlagsBits.SendMessagesInThreads;
  return bits & speak ? bits : bits & ~needsSending;
}

/** Whether the bot may do all of these in a channel. */
export function botMay(world: World, channel: ChannelRecord, ...names: readonly PermissionName[]): boolean {
  const wanted = permissionBits(names);
  return (channelPermissions(world, channel, world.bot.id) & wanted) === wanted;
}

/** Refuses what the bot may not do in a channel.
 * @throws ApiError 50001 when it cannot even see the channel, 50013 when it lacks one of the others. */
export function requirePermissions(world: World, channel: ChannelRecord, ...names: readonly PermissionName[]): void {
  if (!botMay(world, channel, 'ViewChannel')) throw new ApiError(50001);
  if (!botMay(world, channel, ...names)) throw new ApiError(50013);
}

/** The permission to speak in this kind of channel (Topics › Threads › Permissions). */
export function speaking(channel: ChannelRecord): PermissionName {
  return channel.thread === null ? 'SendMessages' : 'SendMessagesInThreads';
}
