import type { APIMessage } from 'discord-api-types/v10';
import { presentMessageEvent } from '../present/message.ts';
import { presentUser } from '../present/user.ts';
import { pingedBy } from '../state/mentions.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';

/** Tells that a message is not what it was (Gateway Events › Message Update). */
export function announceUpdate(world: World, message: MessageRecord): void {
  const channel = world.channel(message.data.channel_id);
  world.announce({
    t: 'MESSAGE_UPDATE',
    d: (view) => ({ ...presentMessageEvent(world, message, view), tts: false }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}

/**
 * Changes what a message says. With new content its mentions are worked out afresh and it counts as edited (Message
 * Resource › Edit Message).
 */
export function editMessage(
  world: World,
  message: MessageRecord,
  changes: Partial<APIMessage>,
  allowed?: MessageRecord['allowedMentions'],
): void {
  const channel = world.channel(message.data.channel_id);
  message.data = { ...message.data, ...changes, edited_timestamp: new Date().toISOString() };
  if (changes.content !== undefined) {
    const by = { userId: message.data.author.id, webhook: message.data.webhook_id !== undefined };
    const pinged = pingedBy(world, channel, message.data.content, by, allowed);
    message.data.mentions = pinged.users.map((id) => presentUser(world.user(id)));
    message.data.mention_roles = [...pinged.roles];
    message.data.mention_everyone = pinged.everyone;
  }
  message.allowedMentions = allowed;
  announceUpdate(world, message);
}

/** Adds the preview of a link, which is an update that nobody wrote: it has no `edited_timestamp`. */
export function unfurl(world: World, message: MessageRecord, embeds: APIMessage['embeds']): void {
  message.data = { ...message.data, embeds };
  announceUpdate(world, message);
}

/** Takes a message away (Gateway Events › Message Delete). */
export function deleteMessage(world: World, channel: ChannelRecord, id: string): void {
  forget(world, channel, id);
  world.announce({
    t: 'MESSAGE_DELETE',
    d: () => ({ id, channel_id: channel.id, ...(channel.guildId !== null && { guild_id: channel.guildId }) }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}

/** Takes several away at once (Gateway Events › Message Delete Bulk). */
export function deleteMessages(world: World, channel: ChannelRecord, ids: readonly string[]): void {
  for (const id of ids) forget(world, channel, id);
  world.announce({
    t: 'MESSAGE_DELETE_BULK',
    d: () => ({ ids, channel_id: channel.id, ...(channel.guildId !== null && { guild_id: channel.guildId }) }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}

function forget(world: World, channel: ChannelRecord, id: string): void {
  const message = channel.messages.get(id);
  for (const attachment of message?.data.attachments ?? []) {
    world.files.delete(`/attachments/${channel.id}/${attachment.id}/${attachment.filename}`);
  }
  channel.messages.delete(id);
  channel.pins.delete(id);
  if (channel.thread !== null) channel.thread.messageCount -= 1;
}
