import type { APIChannel, APIEmoji, APIGuildMember, APIRole, APIUser } from './client.ts';
import { ChannelType } from './client.ts';
import { Recent } from './recent.ts';
import { isNewer } from './snowflake.ts';

/** A channel, thread or conversation, as far as it matters here. */
export interface KnownChannel {
  readonly id: string;
  readonly type: ChannelType;
  readonly name: string;
  readonly topic: string;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  /** The newest message that was told of, or of which the channel told. */
  readonly lastMessageId: string | undefined;
  readonly archived: boolean;
  /** The other person of a conversation. */
  readonly recipient: APIUser | undefined;
}

/** A server, as far as it matters here. */
export interface KnownGuild {
  readonly id: string;
  readonly name: string;
  readonly roles: Map<string, string>;
  readonly emojis: Map<string, KnownEmoji>;
}

/** A custom emoji. */
export interface KnownEmoji {
  readonly id: string;
  readonly name: string;
  readonly animated: boolean;
}

/** A guild as Guild Create tells of it (Gateway Events › Guild Create). */
export interface GuildData {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly APIRole[];
  readonly emojis: readonly APIEmoji[];
  readonly channels: readonly APIChannel[];
  readonly threads: readonly APIChannel[];
}

/** How many people are remembered by name. */
const maxPeople = 20_000;

/** What is known of the bot's guilds, their channels, and the people in them; the gateway's events keep it up to date. */
export class Directory {
  readonly #guilds = new Map<string, KnownGuild>();
  readonly #channels = new Map<string, KnownChannel>();
  readonly #users = new Recent<APIUser>(maxPeople);
  readonly #members = new Recent<Pick<APIGuildMember, 'nick' | 'avatar'>>(maxPeople);

  guild(id: string | undefined): KnownGuild | undefined {
    return id === undefined ? undefined : this.#guilds.get(id);
  }

  guilds(): IterableIterator<KnownGuild> {
    return this.#guilds.values();
  }

  channel(id: string): KnownChannel | undefined {
    return this.#channels.get(id);
  }

  channels(): IterableIterator<KnownChannel> {
    return this.#channels.values();
  }

  user(id: string): APIUser | undefined {
    return this.#users.get(id);
  }

  /** What a user is called in a guild, as far as it was seen. */
  member(guildId: string | undefined, userId: string): Pick<APIGuildMember, 'nick' | 'avatar'> | undefined {
    return guildId === undefined ? undefined : this.#members.get(`${guildId}/${userId}`);
  }

  addGuild(data: GuildData): void {
    this.#guilds.set(data.id, {
      id: data.id,
      name: data.name,
      roles: new Map(data.roles.map((role) => [role.id, role.name])),
      emojis: new Map(),
    });
    this.setEmojis(data.id, data.emojis);
    for (const channel of [...data.channels, ...data.threads]) this.setChannel(channel, data.id);
  }

  removeGuild(id: string): void {
    this.#guilds.delete(id);
    for (const channel of this.#channels.values()) if (channel.guildId === id) this.#channels.delete(channel.id);
  }

  setEmojis(guildId: string, emojis: readonly APIEmoji[]): void {
    const known = this.#guilds.get(guildId)?.emojis;
    known?.clear();
    for (const { id, name, animated = false } of emojis) {
      if (id !== null && name !== null) known?.set(id, { id, name, animated });
    }
  }

  /** Takes a channel in, or what it has become. */
  setChannel(data: APIChannel, guildId?: string): KnownChannel {
    const given = data as unknown as Partial<Record<string, unknown>> & { id: string; type: ChannelType };
    const text = (key: string): string | undefined =>
      typeof given[key] === 'string' ? (given[key] as string) : undefined;
    const channel: KnownChannel = {
      id: given.id,
      type: given.type,
      name: text('name') ?? '',
      topic: text('topic') ?? '',
      guildId: text('guild_id') ?? guildId,
      parentId: text('parent_id'),
      lastMessageId: newer(text('last_message_id'), this.#channels.get(given.id)?.lastMessageId),
      archived: (given['thread_metadata'] as { archived?: boolean } | undefined)?.archived ?? false,
      recipient: (given['recipients'] as APIUser[] | undefined)?.[0],
    };
    this.#channels.set(channel.id, channel);
    return channel;
  }

  /** A message is in a channel. */
  noteMessage(channelId: string, messageId: string): void {
    const known = this.#channels.get(channelId);
    if (known === undefined || !isNewer(messageId, known.lastMessageId)) return;
    this.#channels.set(channelId, { ...known, lastMessageId: messageId });
  }

  removeChannel(id: string): void {
    this.#channels.delete(id);
  }

  /** Somebody was seen, in a guild or elsewhere. */
  see(user: APIUser, guildId?: string, member?: Partial<Pick<APIGuildMember, 'nick' | 'avatar'>>): void {
    this.#users.set(user.id, user);
    if (guildId === undefined || member === undefined) return;
    this.#members.set(`${guildId}/${user.id}`, { nick: member.nick ?? null, avatar: member.avatar ?? null });
  }
}

function newer(one: string | undefined, other: string | undefined): string | undefined {
  return isNewer(one, other) ? one : other;
}

/** Whether a channel hangs under another as a thread. */
export function isThread({ type }: KnownChannel): boolean {
  return [ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread].includes(type);
}

/** Whether people can write in a channel itself. */
export function isTextual({ type }: KnownChannel): boolean {
  return ![
    ChannelType.GuildCategory,
    ChannelType.GuildForum,
    ChannelType.GuildMedia,
    ChannelType.GuildDirectory,
  ].includes(type);
}
