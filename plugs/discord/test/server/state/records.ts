import type {
  APIAllowedMentions,
  APIEmoji,
  APIMessage,
  APIOverwrite,
  APIPartialEmoji,
  APIRole,
  APISticker,
  ChannelType,
} from 'discord-api-types/v10';

/** Somebody with an account (Users Resource). */
export interface UserRecord {
  readonly id: string;
  username: string;
  globalName: string | null;
  /** The hash of the avatar, or none. */
  avatar: string | null;
  readonly bot: boolean;
  /** Whether direct messages to this user are taken; false answers 50007. */
  acceptsDirectMessages: boolean;
}

/** A user seen inside one guild (Guild Resource › Guild Member Object). */
export interface MemberRecord {
  readonly user: UserRecord;
  nick: string | null;
  avatar: string | null;
  roles: string[];
  readonly joinedAt: string;
}

/** A server (Guild Resource). The id of `@everyone` is the guild's own. */
export interface GuildRecord {
  readonly id: string;
  name: string;
  readonly ownerId: string;
  readonly joinedAt: string;
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, MemberRecord>;
  readonly emojis: Map<string, APIEmoji>;
  readonly stickers: Map<string, APISticker>;
}

/** What a channel has when it is a thread (Channels Resource › Thread Metadata Object). */
export interface ThreadRecord {
  readonly ownerId: string;
  archived: boolean;
  locked: boolean;
  invitable: boolean;
  autoArchiveDuration: number;
  archiveTimestamp: string;
  readonly createTimestamp: string;
  /** Who is in the thread, by user id, and since when. */
  readonly members: Map<string, string>;
  messageCount: number;
  totalMessageSent: number;
  appliedTags: string[];
}

/** Any channel: of a guild, a thread, or a direct conversation (Channels Resource). */
export interface ChannelRecord {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  name: string;
  topic: string | null;
  parentId: string | null;
  readonly position: number;
  nsfw: boolean;
  rateLimitPerUser: number;
  overwrites: APIOverwrite[];
  lastMessageId: string | null;
  /** The other person, in a direct conversation. */
  readonly recipientId: string | null;
  readonly thread: ThreadRecord | null;
  /** Ordered by id, oldest first. */
  readonly messages: Map<string, MessageRecord>;
  /** Message id to the moment it was pinned, oldest first. */
  readonly pins: Map<string, string>;
}

/** Who reacted with one emoji. */
export interface ReactionRecord {
  readonly emoji: APIPartialEmoji;
  readonly users: Set<string>;
}

/** A message as it is kept, with what no answer shows beside it. */
export interface MessageRecord {
  /** Without what depends on the viewer or changes elsewhere: reactions, pinned, thread. */
  data: APIMessage;
  readonly reactions: Map<string, ReactionRecord>;
  /** What its author allowed to ping, as it was asked for; undefined when nothing was said. */
  allowedMentions: APIAllowedMentions | undefined;
  nonce: string | number | undefined;
  /** The avatar a webhook asked for. */
  avatarUrl: string | undefined;
}

/** An incoming webhook (Webhook Resource). */
export interface WebhookRecord {
  readonly id: string;
  readonly token: string;
  readonly guildId: string;
  channelId: string;
  name: string;
  avatar: string | null;
  readonly creator: UserRecord;
  /** Set when an application made it. */
  readonly applicationId: string | null;
}

/** A file on the CDN. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}
