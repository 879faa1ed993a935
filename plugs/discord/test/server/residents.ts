import type { APIEmbed, APIMessage, APIPoll, MessageFlags, MessageType } from 'discord-api-types/v10';
import { ChannelType } from 'discord-api-types/v10';
import { deleteMessage, deleteMessages, editMessage, unfurl } from './acts/change-message.ts';
import { announceChange, directChannel } from './acts/channels.ts';
import { createMessage } from './acts/create-message.ts';
import { type PresenceStatus, setPresence, startTyping } from './acts/people.ts';
import { pin, unpin } from './acts/pins.ts';
import { addReaction, clearReactions, removeReaction } from './acts/reactions.ts';
import { type FileToStore, storeFile } from './acts/store-file.ts';
import { joinThread, leaveThread, setArchived, startThread } from './acts/threads.ts';
import { Places } from './places.ts';
import { presentMessage } from './present/message.ts';
import { presentUser } from './present/user.ts';
import { voiceOf } from './routes/webhook-messages.ts';
import { readEmoji } from './rules/emoji.ts';
import type { ChannelRecord, MessageRecord, UserRecord, WebhookRecord } from './state/records.ts';

/** What else a message can have. */
export interface Said {
  readonly replyTo?: MessageRecord;
  readonly forward?: MessageRecord;
  readonly files?: readonly FileToStore[];
  readonly embeds?: APIEmbed[];
  /** Ids of stickers made with {@link Places.sticker}. */
  readonly stickers?: readonly string[];
  readonly poll?: APIPoll;
  readonly type?: MessageType;
  readonly flags?: MessageFlags;
  /** When it was said, if not now. */
  readonly at?: Date;
  /** Fields of the message object that nothing above sets, such as `interaction_metadata`. */
  readonly extra?: Partial<APIMessage>;
}

/** A message as the whole world sees it, with what only its author said of it. */
export type StoredMessage = APIMessage & Pick<MessageRecord, 'allowedMentions' | 'avatarUrl'>;

/** What people say and do in their guilds. Everything is told at the gateway. */
export class Residents extends Places {
  /** Somebody says something. */
  say(channel: ChannelRecord, user: UserRecord, content: string, said: Said = {}): MessageRecord {
    return createMessage(this.world, channel, { author: presentUser(user), content, ...this.#draft(channel, said) });
  }

  /** A webhook of somebody else says something, as those of other bridges do. */
  sayAs(channel: ChannelRecord, webhook: WebhookRecord, name: string, content: string, said: Said = {}): MessageRecord {
    const author = voiceOf(webhook, name);
    const draft = this.#draft(channel, said);
    return createMessage(this.world, channel, { author, content, webhookId: webhook.id, ...draft });
  }

  /** The author changes what a message says. */
  edit(message: MessageRecord, content: string): void {
    editMessage(this.world, message, { content });
  }

  /** The preview of a link appears, which nobody wrote. */
  unfurl(message: MessageRecord, embed: APIEmbed): void {
    unfurl(this.world, message, [embed]);
  }

  /** A message is deleted; several are deleted at once. */
  remove(...messages: readonly MessageRecord[]): void {
    const [first] = messages;
    if (first === undefined) return;
    const channel = this.world.channel(first.data.channel_id);
    if (messages.length === 1) deleteMessage(this.world, channel, first.data.id);
    else
      deleteMessages(
        this.world,
        channel,
        messages.map(({ data }) => data.id),
      );
  }

  /** Somebody reacts, with a Unicode emoji or `name:id`. */
  react(message: MessageRecord, user: UserRecord, emoji: string): void {
    addReaction(this.world, this.#channelOf(message), message, user.id, readEmoji(this.world, emoji));
  }

  /** Somebody takes a reaction back. */
  unreact(message: MessageRecord, user: UserRecord, emoji: string): void {
    removeReaction(this.world, this.#channelOf(message), message, user.id, readEmoji(this.world, emoji));
  }

  /** A moderator takes all reactions away, or all of one emoji. */
  clearReactions(message: MessageRecord, emoji?: string): void {
    const which = emoji === undefined ? undefined : readEmoji(this.world, emoji);
    clearReactions(this.world, this.#channelOf(message), message, which);
  }

  /** Somebody pins a message, or unpins it. */
  pin(message: MessageRecord, user: UserRecord, on = true): void {
    if (on) pin(this.world, this.#channelOf(message), message, user);
    else unpin(this.world, this.#channelOf(message), message);
  }

  typing(channel: ChannelRecord, user: UserRecord): void {
    startTyping(this.world, channel, user);
  }

  presence(user: UserRecord, status: PresenceStatus, text?: string): void {
    setPresence(this.world, user, status, text);
  }

  /** The conversation between somebody and the bot. */
  direct(user: UserRecord): ChannelRecord {
    return directChannel(this.world, user.id);
  }

  /** Somebody starts a thread: under a message, or (with the first message's text) as a post of a forum, or alone. */
  startThread(
    channel: ChannelRecord,
    user: UserRecord,
    name: string,
    options: { message?: MessageRecord; text?: string; private?: boolean } = {},
  ): ChannelRecord {
    const forum = channel.type === ChannelType.GuildForum;
    const thread = startThread(this.world, channel, {
      name,
      ownerId: user.id,
      id: options.message?.data.id,
      type: options.private ? ChannelType.PrivateThread : ChannelType.PublicThread,
    });
    const author = presentUser(user);
    if (options.text !== undefined) {
      createMessage(this.world, thread, { author, content: options.text, ...(forum && { id: thread.id }) });
    }
    return thread;
  }

  archiveThread(thread: ChannelRecord, archived = true): void {
    setArchived(this.world, thread, archived);
  }

  lockThread(thread: ChannelRecord, locked = true): void {
    if (thread.thread !== null) thread.thread.locked = locked;
    announceChange(this.world, thread);
  }

  joinThread(thread: ChannelRecord, user: UserRecord): void {
    joinThread(this.world, thread, user.id);
  }

  leaveThread(thread: ChannelRecord, user: UserRecord): void {
    leaveThread(this.world, thread, user.id);
  }

  /** The messages of a channel, oldest first. */
  messages(channel: ChannelRecord | string): StoredMessage[] {
    const record = typeof channel === 'string' ? this.world.channel(channel) : channel;
    return [...record.messages.values()].map((message) => ({
      ...presentMessage(this.world, message, { messageContent: true, allMembers: true }),
      ...(message.nonce !== undefined && { nonce: message.nonce }),
      allowedMentions: message.allowedMentions,
      avatarUrl: message.avatarUrl,
    }));
  }

  #channelOf(message: MessageRecord): ChannelRecord {
    return this.world.channel(message.data.channel_id);
  }

  #draft(channel: ChannelRecord, said: Said): object {
    const { replyTo, forward, files, stickers, at, ...rest } = said;
    const known = channel.guildId === null ? undefined : this.world.guild(channel.guildId).stickers;
    return {
      ...rest,
      replyTo,
      forwardOf: forward,
      attachments: (files ?? []).map((file) => storeFile(this.world, channel.id, file)),
      stickerItems: (stickers ?? []).map((id) => ({ id, name: known?.get(id)?.name ?? '', format_type: 1 })),
      at: at?.getTime(),
    };
  }
}
