import { type APIRole, ChannelType, OverwriteType, StickerFormatType } from 'discord-api-types/v10';
import { announceChange, createChannel, deleteChannel } from './acts/channels.ts';
import { announceMember, joinGuild, leaveGuild } from './acts/people.ts';
import { presentGuildCreate } from './present/guild.ts';
import { addWebhook, announceWebhooks } from './routes/webhooks.ts';
import { type PermissionName, permissionBits } from './state/permissions.ts';
import type { ChannelRecord, GuildRecord, MemberRecord, UserRecord, WebhookRecord } from './state/records.ts';
import type { World } from './state/world.ts';

/** What the bot may do in a new guild when nothing else is said: all that a bridge needs. */
const usualPermissions: readonly PermissionName[] = [
  'ViewChannel',
  'SendMessages',
  'SendMessagesInThreads',
  'EmbedLinks',
  'AttachFiles',
  'ReadMessageHistory',
  'AddReactions',
  'UseExternalEmojis',
  'ManageWebhooks',
  'ManageMessages',
  'PinMessages',
  'ManageChannels',
  'ManageThreads',
  'CreatePublicThreads',
  'CreatePrivateThreads',
  'CreateInstantInvite',
  'ChangeNickname',
  'MentionEveryone',
];

/** The guilds of this Discord, what they have, and who is in them. Every change is told at the gateway. */
export class Places {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A new guild with the bot in it, allowed these things; people join it as they are made. */
  guild(name: string, permissions: readonly PermissionName[] = usualPermissions): GuildRecord {
    const { world } = this;
    const owner = this.user(`${name}-owner`, { guilds: [] });
    const id = world.ids.next();
    const botRole = roleOf(world.ids.next(), world.bot.username, permissionBits(permissions), true);
    // People are not held to permissions here, so what everyone may do is nobody's but the bot's own.
    const everyone = roleOf(id, '@everyone', 0n, false);
    const joinedAt = new Date().toISOString();
    const guild: GuildRecord = {
      id,
      name,
      ownerId: owner.id,
      joinedAt,
      roles: new Map([everyone, botRole].map((role) => [role.id, role])),
      members: new Map(),
      emojis: new Map(),
      stickers: new Map(),
    };
    for (const user of [owner, world.bot]) {
      const roles = user === world.bot ? [botRole.id] : [];
      guild.members.set(user.id, { user, nick: null, avatar: null, roles, joinedAt });
    }
    world.guilds.set(id, guild);
    world.announce({ t: 'GUILD_CREATE', d: (view) => presentGuildCreate(world, guild, view), guildId: id });
    return guild;
  }

  /** Throws the bot out of a guild (Gateway Events › Guild Delete). */
  expelBot(guild: GuildRecord): void {
    this.world.guilds.delete(guild.id);
    for (const channel of this.world.channels.values()) {
      if (channel.guildId === guild.id) this.world.channels.delete(channel.id);
    }
    this.world.announce({ t: 'GUILD_DELETE', d: () => ({ id: guild.id }), guildId: guild.id });
  }

  /** A new channel; a text channel when no type is given. */
  channel(
    guild: GuildRecord,
    name: string,
    options: { type?: ChannelType; topic?: string; parent?: ChannelRecord; deny?: readonly PermissionName[] } = {},
  ): ChannelRecord {
    const channel = createChannel(this.world, {
      name,
      guildId: guild.id,
      type: options.type ?? ChannelType.GuildText,
      topic: options.topic,
      parentId: options.parent?.id,
      overwrites: options.deny ? [denial(this.world.bot.id, options.deny)] : [],
    });
    return channel;
  }

  /** Takes rights away from the bot in a channel; none gives them all back. */
  deny(channel: ChannelRecord, ...names: readonly PermissionName[]): void {
    channel.overwrites = names.length === 0 ? [] : [denial(this.world.bot.id, names)];
    announceChange(this.world, channel);
  }

  /** A new person, in every guild there is, or in these. */
  user(
    name: string,
    options: {
      guilds?: readonly GuildRecord[];
      globalName?: string;
      avatar?: string;
      bot?: boolean;
      acceptsDirectMessages?: boolean;
      nick?: string;
    } = {},
  ): UserRecord {
    const user: UserRecord = {
      id: this.world.ids.next(),
      username: name,
      globalName: options.globalName ?? null,
      avatar: options.avatar ?? null,
      bot: options.bot ?? false,
      acceptsDirectMessages: options.acceptsDirectMessages ?? true,
    };
    this.world.users.set(user.id, user);
    for (const guild of options.guilds ?? this.world.guilds.values()) joinGuild(this.world, guild, user, options.nick);
    return user;
  }

  /** A custom emoji of a guild. */
  emoji(guild: GuildRecord, name: string, animated = false): string {
    const id = this.world.ids.next();
    guild.emojis.set(id, { id, name, animated, roles: [], require_colons: true, managed: false, available: true });
    const emojis = [...guild.emojis.values()];
    this.world.announce({ t: 'GUILD_EMOJIS_UPDATE', d: () => ({ guild_id: guild.id, emojis }), guildId: guild.id });
    return id;
  }

  /** A sticker of a guild. */
  sticker(guild: GuildRecord, name: string): string {
    const id = this.world.ids.next();
    const format = StickerFormatType.PNG;
    guild.stickers.set(id, { id, name, description: '', tags: name, type: 2, format_type: format, guild_id: guild.id });
    return id;
  }

  /** A role of a guild. */
  role(guild: GuildRecord, name: string, mentionable = false): APIRole {
    const role = { ...roleOf(this.world.ids.next(), name, 0n, false), mentionable };
    guild.roles.set(role.id, role);
    this.world.announce({ t: 'GUILD_ROLE_CREATE', d: () => ({ guild_id: guild.id, role }), guildId: guild.id });
    return role;
  }

  /** A webhook that somebody made by hand. */
  webhook(channel: ChannelRecord, name: string, creator: UserRecord): WebhookRecord {
    return addWebhook(this.world, channel, { name, avatar: null, creator, applicationId: null });
  }

  /** Somebody deletes a webhook. */
  removeWebhook(webhook: WebhookRecord): void {
    this.world.webhooks.delete(webhook.id);
    announceWebhooks(this.world, webhook);
  }

  join(guild: GuildRecord, user: UserRecord): MemberRecord {
    return joinGuild(this.world, guild, user);
  }

  leave(guild: GuildRecord, user: UserRecord): void {
    leaveGuild(this.world, guild, user);
  }

  /** Somebody takes another nick in a guild. */
  nick(guild: GuildRecord, user: UserRecord, nick: string | null): void {
    const member = guild.members.get(user.id);
    if (member) member.nick = nick;
    announceMember(this.world, guild, user);
  }

  /** Somebody changes their picture, everywhere. */
  avatar(user: UserRecord, hash: string | null): void {
    user.avatar = hash;
    for (const guild of this.world.guilds.values()) announceMember(this.world, guild, user);
  }

  rename(channel: ChannelRecord, name: string): void {
    channel.name = name;
    announceChange(this.world, channel);
  }

  topic(channel: ChannelRecord, topic: string): void {
    channel.topic = topic;
    announceChange(this.world, channel);
  }

  /** A channel or thread is deleted. */
  removeChannel(channel: ChannelRecord): void {
    deleteChannel(this.world, channel);
  }
}

function denial(userId: string, names: readonly PermissionName[]): ChannelRecord['overwrites'][number] {
  return { id: userId, type: OverwriteType.Member, allow: '0', deny: String(permissionBits(names)) };
}

function roleOf(id: string, name: string, permissions: bigint, managed: boolean): APIRole {
  const colors = { primary_color: 0, secondary_color: null, tertiary_color: null };
  const plain = { color: 0, colors, hoist: false, position: managed ? 1 : 0, mentionable: false, flags: 0 };
  return { ...plain, id, name, permissions: String(permissions), managed } as unknown as APIRole;
}
