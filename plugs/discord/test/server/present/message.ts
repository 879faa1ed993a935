import {
  type APIMessage,
  type APIMessageSnapshotFields,
  type APIReaction,
  MessageFlags,
  MessageReferenceType,
} from 'discord-api-types/v10';
import type { ChannelRecord, MessageRecord, ReactionRecord } from '../state/records.ts';
import type { View, World } from '../state/world.ts';
import { presentChannel } from './channel.ts';
import { presentMemberOnly, presentUser } from './user.ts';

/** The fields that need the message content intent, emptied (Gateway › Message Content Intent). */
const blank = { content: '', embeds: [], attachments: [], components: [] };

/** A message as the bot sees it (Message Resource › Message Structure). */
export function presentMessage(world: World, message: MessageRecord, view: View): APIMessage {
  const channel = world.channel(message.data.channel_id);
  const shown: APIMessage = {
    ...redact(world, channel, message.data, view),
    pinned: channel.pins.has(message.data.id),
  };
  const reactions = [...message.reactions.values()];
  if (reactions.length > 0) shown.reactions = reactions.map((reaction) => presentReaction(world, reaction));
  const thread = world.channels.get(message.data.id);
  if (thread?.thread && thread.id !== channel.id) {
    shown.thread = presentChannel(world, thread) as NonNullable<APIMessage['thread']>;
    shown.flags = (shown.flags ?? 0) | MessageFlags.HasThread;
  }
  const reference = message.data.message_reference;
  if (reference?.message_id !== undefined && reference.type !== MessageReferenceType.Forward) {
    // Message Resource › [4]: null says that the message it answers was deleted.
    const answered = world.channels.get(reference.channel_id)?.messages.get(reference.message_id);
    shown.referenced_message = answered ? redact(world, channel, answered.data, view) : null;
  }
  return shown;
}

/** A message in a Message Create or Message Update event (Gateway Events › Message Create Extra Fields). */
export function presentMessageEvent(world: World, message: MessageRecord, view: View): Record<string, unknown> {
  const channel = world.channel(message.data.channel_id);
  const guild = channel.guildId === null ? undefined : world.guild(channel.guildId);
  const author = message.data.webhook_id === undefined ? guild?.members.get(message.data.author.id) : undefined;
  const shown = presentMessage(world, message, view);
  return {
    ...shown,
    ...(guild && { guild_id: guild.id }),
    ...(author && { member: presentMemberOnly(author) }),
    mentions: shown.mentions.map((user) => {
      const member = guild?.members.get(user.id);
      return member ? { ...user, member: presentMemberOnly(member) } : user;
    }),
    channel_type: channel.type,
  };
}

/** The part of a message that a forward keeps (Message Resource › Message Snapshot Structure). */
export function presentSnapshot(data: APIMessage): APIMessageSnapshotFields {
  const { type, content, embeds, attachments, timestamp, edited_timestamp, mentions, mention_roles } = data;
  return {
    type,
    content,
    embeds,
    attachments,
    timestamp,
    edited_timestamp,
    mentions,
    mention_roles,
    flags: data.flags ?? 0,
    ...(data.sticker_items && { sticker_items: data.sticker_items }),
    components: data.components ?? [],
  } as APIMessageSnapshotFields;
}

function presentReaction(world: World, reaction: ReactionRecord): APIReaction {
  return {
    count: reaction.users.size,
    count_details: { burst: 0, normal: reaction.users.size },
    me: reaction.users.has(world.bot.id),
    me_burst: false,
    emoji: reaction.emoji,
    burst_colors: [],
  };
}

function redact(world: World, channel: ChannelRecord, stored: APIMessage, view: View): APIMessage {
  const account = stored.webhook_id === undefined ? world.users.get(stored.author.id) : undefined;
  const data: APIMessage = account ? { ...stored, author: presentUser(account) } : stored;
  const own = data.author.id === world.bot.id || data.application_id === world.bot.id;
  const mentioned = data.mentions.some((user) => user.id === world.bot.id);
  if (view.messageContent || own || mentioned || channel.guildId === null) return data;
  const { poll: _poll, ...rest } = data;
  return { ...rest, ...blank };
}
