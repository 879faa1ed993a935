import { type APIChannel, type APIThreadMember, ChannelType } from 'discord-api-types/v10';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { presentUser } from './user.ts';

/** A channel, a thread or a conversation (Channels Resource › Channel Structure). */
export function presentChannel(world: World, channel: ChannelRecord): APIChannel {
  const base = { id: channel.id, type: channel.type, last_message_id: channel.lastMessageId, flags: 0 };
  if (channel.type === ChannelType.DM) {
    const recipients = channel.recipientId === null ? [] : [presentUser(world.user(channel.recipientId))];
    return { ...base, recipients } as unknown as APIChannel;
  }
  const named = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: channel.rateLimitPerUser,
    last_pin_timestamp: [...channel.pins.values()].at(-1) ?? null,
  };
  if (channel.thread !== null) return { ...named, ...threadFields(world, channel) } as unknown as APIChannel;
  const forum = channel.type === ChannelType.GuildForum;
  return {
    ...named,
    position: channel.position,
    permission_overwrites: channel.overwrites,
    nsfw: channel.nsfw,
    topic: channel.topic,
    ...(forum && {
      available_tags: [],
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    }),
  } as unknown as APIChannel;
}

function threadFields(world: World, channel: ChannelRecord): Record<string, unknown> {
  const { thread } = channel;
  if (thread === null) return {};
  const joined = thread.members.get(world.bot.id);
  return {
    owner_id: thread.ownerId,
    message_count: thread.messageCount,
    total_message_sent: thread.totalMessageSent,
    // Topics › Threads › Thread Fields: the count stops at 50.
    member_count: Math.min(thread.members.size, 50),
    applied_tags: thread.appliedTags,
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: thread.archiveTimestamp,
      auto_archive_duration: thread.autoArchiveDuration,
      locked: thread.locked,
      create_timestamp: thread.createTimestamp,
      ...(channel.type === ChannelType.PrivateThread && { invitable: thread.invitable }),
    },
    ...(joined !== undefined && { member: presentThreadMember(channel, world.bot.id) }),
  };
}

/** Somebody's place in a thread (Channels Resource › Thread Member Structure). */
export function presentThreadMember(channel: ChannelRecord, userId: string): APIThreadMember {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: channel.thread?.members.get(userId) ?? '',
    flags: 1,
  } as APIThreadMember;
}
