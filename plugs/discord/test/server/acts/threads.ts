import { ChannelType } from 'discord-api-types/v10';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { presentMember } from '../present/user.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** How a thread begins. */
export interface ThreadStart {
  readonly name: string;
  readonly ownerId: string;
  readonly type: ChannelType;
  /** The message it hangs on: the thread takes its id (Channels Resource › Start Thread from Message). */
  readonly id?: string | undefined;
  readonly autoArchiveDuration?: number | undefined;
  readonly rateLimitPerUser?: number | undefined;
  readonly invitable?: boolean | undefined;
  readonly appliedTags?: string[] | undefined;
}

/** Makes a thread and tells of it (Gateway Events › Thread Create, with `newly_created`). */
export function startThread(world: World, parent: ChannelRecord, start: ThreadStart): ChannelRecord {
  const now = new Date().toISOString();
  const channel: ChannelRecord = {
    id: start.id ?? world.ids.next(),
    type: start.type,
    guildId: parent.guildId,
    name: start.name,
    topic: null,
    parentId: parent.id,
    position: 0,
    nsfw: false,
    rateLimitPerUser: start.rateLimitPerUser ?? 0,
    overwrites: [],
    lastMessageId: null,
    recipientId: null,
    thread: {
      ownerId: start.ownerId,
      archived: false,
      locked: false,
      invitable: start.invitable ?? true,
      autoArchiveDuration: start.autoArchiveDuration ?? 4320,
      archiveTimestamp: now,
      createTimestamp: now,
      members: new Map([[start.ownerId, now]]),
      messageCount: 0,
      totalMessageSent: 0,
      appliedTags: start.appliedTags ?? [],
    },
    messages: new Map(),
    pins: new Map(),
  };
  world.channels.set(channel.id, channel);
  if (parent.type === ChannelType.GuildForum) parent.lastMessageId = channel.id;
  world.announce({
    t: 'THREAD_CREATE',
    d: () => ({ ...presentChannel(world, channel), newly_created: true }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
  announceMembers(world, channel, [start.ownerId], []);
  return channel;
}

/** Tells that a thread changed or is gone (Gateway Events › Thread Update, Thread Delete). */
export function announceThread(world: World, t: 'THREAD_UPDATE' | 'THREAD_DELETE', channel: ChannelRecord): void {
  const { id, guildId, parentId, type } = channel;
  const gone = { id, guild_id: guildId, parent_id: parentId, type };
  world.announce({
    t,
    d: () => (t === 'THREAD_DELETE' ? gone : presentChannel(world, channel)),
    guildId,
    // A deleted thread can no longer be looked up; whoever saw its parent is told.
    channelId: t === 'THREAD_DELETE' ? (parentId ?? id) : id,
  });
}

/** Archives a thread or brings it back. */
export function setArchived(world: World, channel: ChannelRecord, archived: boolean): void {
  if (channel.thread === null || channel.thread.archived === archived) return;
  channel.thread.archived = archived;
  channel.thread.archiveTimestamp = new Date().toISOString();
  announceThread(world, 'THREAD_UPDATE', channel);
}

/** Adds somebody to a thread (Gateway Events › Thread Members Update); once is enough. */
export function joinThread(world: World, channel: ChannelRecord, userId: string): void {
  if (channel.thread === null || channel.thread.members.has(userId)) return;
  channel.thread.members.set(userId, new Date().toISOString());
  announceMembers(world, channel, [userId], []);
}

/** Takes somebody out of a thread. */
export function leaveThread(world: World, channel: ChannelRecord, userId: string): void {
  if (channel.thread?.members.delete(userId)) announceMembers(world, channel, [], [userId]);
}

function announceMembers(
  world: World,
  channel: ChannelRecord,
  added: readonly string[],
  removed: readonly string[],
): void {
  const guild = world.guild(channel.guildId ?? '');
  const ownChange = [...added, ...removed].includes(world.bot.id);
  world.announce({
    t: 'THREAD_MEMBERS_UPDATE',
    aboutOthers: !ownChange,
    d: () => ({
      id: channel.id,
      guild_id: guild.id,
      member_count: Math.min(channel.thread?.members.size ?? 0, 50),
      added_members: added.map((userId) => {
        const member = guild.members.get(userId);
        return {
          ...presentThreadMember(channel, userId),
          ...(member && { member: presentMember(member), presence: null }),
        };
      }),
      removed_member_ids: removed,
    }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}
