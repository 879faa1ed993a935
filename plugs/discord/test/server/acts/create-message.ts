import {
  type APIAllowedMentions,
  type APIAttachment,
  type APIEmbed,
  type APIMessage,
  type APIMessageReference,
  type APIPoll,
  type APIStickerItem,
  type APIUser,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import { presentMessageEvent, presentSnapshot } from '../present/message.ts';
import { presentUser } from '../present/user.ts';
import { pingedBy } from '../state/mentions.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import { compareIds, timeOf } from '../state/snowflake.ts';
import type { World } from '../state/world.ts';
import { announceThread, joinThread } from './threads.ts';

/** A message about to be. */
export interface Draft {
  readonly author: APIUser;
  /** The webhook that speaks, if one does. */
  readonly webhookId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly content?: string | undefined;
  readonly type?: MessageType | undefined;
  readonly flags?: number | undefined;
  readonly tts?: boolean | undefined;
  readonly embeds?: APIEmbed[] | undefined;
  readonly attachments?: APIAttachment[] | undefined;
  readonly stickerItems?: APIStickerItem[] | undefined;
  readonly components?: readonly unknown[] | undefined;
  readonly poll?: APIPoll | undefined;
  readonly nonce?: string | number | undefined;
  readonly allowedMentions?: APIAllowedMentions | undefined;
  readonly replyTo?: MessageRecord | undefined;
  readonly forwardOf?: MessageRecord | undefined;
  /** Where a system message or a crosspost points, when it is neither reply nor forward. */
  readonly reference?: APIMessageReference | undefined;
  readonly avatarUrl?: string | undefined;
  /** Other fields of the message, as a bot's answer to a slash command has them. */
  readonly extra?: object | undefined;
  /** When it was written, in Unix milliseconds; now when not said. */
  readonly at?: number | undefined;
  /** The id, where it is not the message's own to choose. */
  readonly id?: string | undefined;
}

/** Puts a message into a channel and tells of it (Gateway Events › Message Create). */
export function createMessage(world: World, channel: ChannelRecord, draft: Draft): MessageRecord {
  const id = draft.id ?? world.ids.next(draft.at);
  const pinged = pingedBy(
    world,
    channel,
    draft.content ?? '',
    { userId: draft.author.id, webhook: draft.webhookId !== undefined },
    draft.allowedMentions,
  );
  const users = new Set(pinged.users);
  // Without allowed_mentions a reply pings whom it answers; with it, only when `replied_user` says so.
  const answered = draft.replyTo?.data;
  const pingsAnswered = draft.allowedMentions === undefined || draft.allowedMentions.replied_user === true;
  if (answered !== undefined && answered.webhook_id === undefined && pingsAnswered) users.add(answered.author.id);
  const data: APIMessage = {
    id,
    channel_id: channel.id,
    author: draft.author,
    content: draft.content ?? '',
    timestamp: new Date(timeOf(id)).toISOString(),
    edited_timestamp: null,
    tts: draft.tts ?? false,
    mention_everyone: pinged.everyone,
    mentions: [...users].map((userId) => presentUser(world.user(userId))),
    mention_roles: [...pinged.roles],
    attachments: draft.attachments ?? [],
    embeds: draft.embeds ?? [],
    components: (draft.components ?? []) as NonNullable<APIMessage['components']>,
    pinned: false,
    type: draft.type ?? (draft.replyTo ? MessageType.Reply : MessageType.Default),
    flags: draft.flags ?? 0,
    ...(draft.webhookId !== undefined && { webhook_id: draft.webhookId }),
    ...(draft.applicationId !== undefined && { application_id: draft.applicationId }),
    ...(draft.stickerItems && draft.stickerItems.length > 0 && { sticker_items: draft.stickerItems }),
    ...(draft.poll && { poll: draft.poll }),
    ...referenceOf(world, draft),
    ...(draft.extra ?? {}),
  };
  const record: MessageRecord = {
    data,
    reactions: new Map(),
    allowedMentions: draft.allowedMentions,
    nonce: draft.nonce,
    avatarUrl: draft.avatarUrl,
  };
  keep(channel, record);
  if (channel.thread !== null) countInThread(world, channel, record);
  world.announce({
    t: 'MESSAGE_CREATE',
    // The nonce is in this event and in the answer to the request, nowhere else (Create Message, `nonce`).
    d: (view) => ({
      ...presentMessageEvent(world, record, view),
      ...(draft.nonce !== undefined && { nonce: draft.nonce }),
    }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
  return record;
}

function referenceOf(world: World, draft: Draft): Pick<APIMessage, 'message_reference' | 'message_snapshots'> {
  const pointed = draft.replyTo ?? draft.forwardOf;
  if (pointed === undefined) return draft.reference ? { message_reference: draft.reference } : {};
  const guildId = world.channel(pointed.data.channel_id).guildId;
  const reference: APIMessageReference = {
    type: draft.forwardOf ? MessageReferenceType.Forward : MessageReferenceType.Default,
    message_id: pointed.data.id,
    channel_id: pointed.data.channel_id,
    ...(guildId !== null && { guild_id: guildId }),
  };
  if (draft.forwardOf === undefined) return { message_reference: reference };
  return { message_reference: reference, message_snapshots: [{ message: presentSnapshot(draft.forwardOf.data) }] };
}

/** Keeps the messages in the order of their ids, also when one is backdated. */
function keep(channel: ChannelRecord, record: MessageRecord): void {
  const { id } = record.data;
  const newest = channel.lastMessageId;
  channel.messages.set(id, record);
  if (newest === null || compareIds(id, newest) > 0) {
    channel.lastMessageId = id;
    return;
  }
  const sorted = [...channel.messages].toSorted(([a], [b]) => compareIds(a, b));
  channel.messages.clear();
  for (const [key, value] of sorted) channel.messages.set(key, value);
}

/** Sending to a thread unarchives it and adds the sender (Channels Resource › Example Thread Channel). */
function countInThread(world: World, channel: ChannelRecord, record: MessageRecord): void {
  const { thread } = channel;
  if (thread === null) return;
  thread.messageCount += 1;
  thread.totalMessageSent += 1;
  if (record.data.webhook_id === undefined) joinThread(world, channel, record.data.author.id);
  if (!thread.archived) return;
  thread.archived = false;
  thread.archiveTimestamp = new Date().toISOString();
  announceThread(world, 'THREAD_UPDATE', channel);
}
