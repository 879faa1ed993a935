import type { GatewayDispatchEvents } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import type { ChannelRecord, GuildRecord, MessageRecord, StoredFile, UserRecord, WebhookRecord } from './records.ts';
import { Snowflakes } from './snowflake.ts';

/** How much a reader may see. */
export interface View {
  /** What other people wrote (Gateway › Message Content Intent). */
  readonly messageContent: boolean;
  /** Every member of a new guild, not the bot alone (Gateway Events › Guild Create). */
  readonly allMembers: boolean;
}

/** The name of an event that the gateway dispatches. */
export type EventName = `${GatewayDispatchEvents}`;

/** Something that happened, on its way to the gateway's sessions. */
export interface Happening {
  readonly t: EventName;
  /** The payload, as a reader with this view gets it. */
  readonly d: (view: View) => unknown;
  /** Where it happened; null in a direct conversation or where no guild is concerned. */
  readonly guildId: string | null;
  /** The channel that a session must be able to see to be told. */
  readonly channelId?: string;
  /** Sent whatever the intents, as a Guild Member Update of the bot itself is (Gateway › Caveats). */
  readonly always?: boolean;
  /** Of other people's comings and goings in a thread, which need the members intent (Gateway › Caveats). */
  readonly aboutOthers?: boolean;
}

/** Everything this Discord knows. Acts change it, routes read it, the gateway tells of it. */
export class World {
  readonly ids: Snowflakes = new Snowflakes();
  readonly users: Map<string, UserRecord> = new Map();
  readonly guilds: Map<string, GuildRecord> = new Map();
  readonly channels: Map<string, ChannelRecord> = new Map();
  readonly webhooks: Map<string, WebhookRecord> = new Map();
  readonly invites: Map<string, unknown> = new Map();
  readonly files: Map<string, StoredFile> = new Map();
  /** The bot's messages by their nonce. */
  readonly nonces: Map<string, MessageRecord> = new Map();
  /** The account behind the token. */
  readonly bot: UserRecord;
  /** Where the CDN is read, without a slash at the end. */
  cdn = '';
  /** Told of everything that happens, in order. */
  announce: (happening: Happening) => void = () => {};

  constructor(botName: string) {
    this.bot = {
      id: this.ids.next(),
      username: botName,
      globalName: null,
      avatar: null,
      bot: true,
      acceptsDirectMessages: false,
    };
    this.users.set(this.bot.id, this.bot);
  }

  /** @throws ApiError 10004 */
  guild(id: string): GuildRecord {
    const guild = this.guilds.get(id);
    if (guild === undefined) throw new ApiError(10004);
    return guild;
  }

  /** @throws ApiError 10003 */
  channel(id: string): ChannelRecord {
    const channel = this.channels.get(id);
    if (channel === undefined) throw new ApiError(10003);
    return channel;
  }

  /** @throws ApiError 10008 */
  message(channel: ChannelRecord, id: string): MessageRecord {
    const message = channel.messages.get(id);
    if (message === undefined) throw new ApiError(10008);
    return message;
  }

  /** @throws ApiError 10013 */
  user(id: string): UserRecord {
    const user = this.users.get(id);
    if (user === undefined) throw new ApiError(10013);
    return user;
  }

  /** The channel itself, or the one a thread hangs under. */
  parentOf(channel: ChannelRecord): ChannelRecord {
    return channel.thread === null ? channel : this.channel(channel.parentId ?? '');
  }

  /** The threads under a guild's channels, or under one channel. */
  threads(guildId: string, parentId?: string): ChannelRecord[] {
    return [...this.channels.values()].filter(
      (channel) =>
        channel.thread !== null &&
        channel.guildId === guildId &&
        (parentId === undefined || channel.parentId === parentId),
    );
  }
}
