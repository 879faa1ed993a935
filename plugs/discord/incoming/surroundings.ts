import type { Channel, QueuedEvent, QueuedUser, RichText } from '../../../src/index.ts';
import type { APIMessage, APIUser } from '../client.ts';
import type { Directory } from '../directory.ts';
import { type MemberFace, toUser } from './people.ts';
import type { Reactions } from './reactions.ts';

/** What reading the gateway's events needs of the plug. */
export interface Surroundings {
  readonly directory: Directory;
  readonly reactions: Reactions;
  readonly cdn: string;
  /** The id of the bot's account. */
  readonly selfId: string;
  /** Whether joins come as events of their own, and need not be read from the system's messages. */
  readonly seesMembers: boolean;
  /** The channel of an id; a thread hangs under its parent. */
  channel(id: string): Channel;
  /** The channels of a guild that somebody has named, without threads. */
  known(guildId: string): Channel[];
  /** A channel is gone. */
  gone(id: string): void;
  /** The channel that stands for the whole network. */
  whole(): Channel;
  /** Whether a message came through a webhook of ours, by its id and the application that made it. */
  ownWebhook(id: string, applicationId: string | undefined): boolean;
  /** The key of the send that a nonce was made for. */
  keyOf(nonce: string): string;
  /** The webhooks of a channel are not what they were. */
  webhooksChanged(channelId: string): void;
  /** Reads markup, and whom it mentions. */
  read(text: string, message: Partial<APIMessage>): RichText;
}

/** The fields that name where something happened. */
export interface Where {
  readonly channel_id: string;
  readonly guild_id?: string;
}

/** Reads one kind of event; what it gives happened in this order. */
export type Reader<D> = (data: D, around: Surroundings) => readonly QueuedEvent[];

/** Somebody in a guild, who is remembered by the name they have there. */
export function seen(around: Surroundings, user: APIUser, guildId?: string, member?: MemberFace): QueuedUser {
  const { directory, cdn } = around;
  directory.see(user, guildId, member);
  return toUser(cdn, user, guildId, member ?? directory.member(guildId, user.id));
}

/** Somebody of whom only the id is told. */
export function byId(around: Surroundings, id: string, guildId?: string): QueuedUser {
  const user = around.directory.user(id);
  return user === undefined ? { id } : seen(around, user, guildId);
}
