import { presentMember, presentMemberOnly, presentUser } from '../present/user.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, UserRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Somebody joins a guild (Gateway Events › Guild Member Add). */
export function joinGuild(world: World, guild: GuildRecord, user: UserRecord, nick?: string): MemberRecord {
  const member: MemberRecord = {
    user,
    nick: nick ?? null,
    avatar: null,
    roles: [],
    joinedAt: new Date().toISOString(),
  };
  guild.members.set(user.id, member);
  world.announce({
    t: 'GUILD_MEMBER_ADD',
    d: () => ({ ...presentMember(member), guild_id: guild.id }),
    guildId: guild.id,
  });
  return member;
}

/** Somebody leaves, or is made to (Gateway Events › Guild Member Remove). */
export function leaveGuild(world: World, guild: GuildRecord, user: UserRecord): void {
  if (!guild.members.delete(user.id)) return;
  world.announce({
    t: 'GUILD_MEMBER_REMOVE',
    d: () => ({ guild_id: guild.id, user: presentUser(user) }),
    guildId: guild.id,
  });
}

/** Tells that a member, or the user behind, changed (Gateway Events › Guild Member Update). */
export function announceMember(world: World, guild: GuildRecord, user: UserRecord): void {
  const member = guild.members.get(user.id);
  if (member === undefined) return;
  world.announce({
    t: 'GUILD_MEMBER_UPDATE',
    d: () => ({ ...presentMember(member), guild_id: guild.id }),
    guildId: guild.id,
    always: user.id === world.bot.id,
  });
}

/** Somebody begins to type (Gateway Events › Typing Start). */
export function startTyping(world: World, channel: ChannelRecord, user: UserRecord): void {
  const guild = channel.guildId === null ? undefined : world.guild(channel.guildId);
  const member = guild?.members.get(user.id);
  world.announce({
    t: 'TYPING_START',
    d: () => ({
      channel_id: channel.id,
      user_id: user.id,
      timestamp: Math.floor(Date.now() / 1000),
      ...(guild && { guild_id: guild.id }),
      ...(member && { member: { ...presentMemberOnly(member), user: presentUser(user) } }),
    }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}

/** What somebody's presence can be (Gateway Events › Presence Update). */
export type PresenceStatus = 'online' | 'idle' | 'dnd' | 'offline';

/** Somebody's presence changes, in every guild they share with the bot. */
export function setPresence(world: World, user: UserRecord, status: PresenceStatus, text?: string): void {
  for (const guild of world.guilds.values()) {
    if (!guild.members.has(user.id)) continue;
    world.announce({
      t: 'PRESENCE_UPDATE',
      d: () => ({
        user: { id: user.id },
        guild_id: guild.id,
        status,
        activities:
          text === undefined
            ? []
            : [{ id: 'custom', name: 'Custom Status', type: 4, state: text, created_at: Date.now() }],
        client_status: status === 'offline' ? {} : { desktop: status },
      }),
      guildId: guild.id,
    });
  }
}
