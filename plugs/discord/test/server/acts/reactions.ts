import type { APIPartialEmoji } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import { presentMember } from '../present/user.ts';
import { emojiKey } from '../rules/emoji.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import type { EventName, World } from '../state/world.ts';

/** Reacts (Gateway Events › Message Reaction Add); doing so twice changes nothing.
 * @throws ApiError 30010 when the message has 20 other emoji already */
export function addReaction(
  world: World,
  channel: ChannelRecord,
  message: MessageRecord,
  userId: string,
  emoji: APIPartialEmoji,
): void {
  const key = emojiKey(emoji);
  const reaction = message.reactions.get(key) ?? { emoji, users: new Set<string>() };
  if (reaction.users.has(userId)) return;
  if (!message.reactions.has(key) && message.reactions.size >= 20) throw new ApiError(30010);
  message.reactions.set(key, reaction);
  reaction.users.add(userId);
  const member = channel.guildId === null ? undefined : world.guild(channel.guildId).members.get(userId);
  announce(world, channel, 'MESSAGE_REACTION_ADD', {
    user_id: userId,
    message_id: message.data.id,
    emoji: reaction.emoji,
    message_author_id: message.data.author.id,
    burst: false,
    type: 0,
    ...(member && { member: presentMember(member) }),
  });
}

/** Takes a reaction back (Gateway Events › Message Reaction Remove); one that is not there changes nothing. */
export function removeReaction(
  world: World,
  channel: ChannelRecord,
  message: MessageRecord,
  userId: string,
  emoji: APIPartialEmoji,
): void {
  const key = emojiKey(emoji);
  const reaction = message.reactions.get(key);
  if (!reaction?.users.delete(userId)) return;
  if (reaction.users.size === 0) message.reactions.delete(key);
  announce(world, channel, 'MESSAGE_REACTION_REMOVE', {
    user_id: userId,
    message_id: message.data.id,
    emoji: reaction.emoji,
    burst: false,
    type: 0,
  });
}

/** Takes all reactions away, or all of one emoji (Gateway Events › Message Reaction Remove All, … Remove Emoji). */
export function clearReactions(
  world: World,
  channel: ChannelRecord,
  message: MessageRecord,
  emoji?: APIPartialEmoji,
): void {
  if (emoji === undefined) message.reactions.clear();
  else message.reactions.delete(emojiKey(emoji));
  const t = emoji === undefined ? 'MESSAGE_REACTION_REMOVE_ALL' : 'MESSAGE_REACTION_REMOVE_EMOJI';
  announce(world, channel, t, { message_id: message.data.id, ...(emoji && { emoji }) });
}

function announce(world: World, channel: ChannelRecord, t: EventName, fields: Record<string, unknown>): void {
  world.announce({
    t,
    d: () => ({
      ...fields,
      channel_id: channel.id,
      ...(channel.guildId !== null && { guild_id: channel.guildId }),
    }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}
