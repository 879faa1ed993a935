import { MessageType } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import { presentUser } from '../present/user.ts';
import type { ChannelRecord, MessageRecord, UserRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { announceUpdate } from './change-message.ts';
import { createMessage } from './create-message.ts';

/** Pins a message and says so in the channel (Message Resource › Pin Message, Pin messages).
 * @throws ApiError 30003 over 250 pins */
export function pin(world: World, channel: ChannelRecord, message: MessageRecord, by: UserRecord): void {
  if (channel.pins.has(message.data.id)) return;
  if (channel.pins.size >= 250) throw new ApiError(30003);
  channel.pins.set(message.data.id, new Date().toISOString());
  announcePins(world, channel, message);
  createMessage(world, channel, {
    author: presentUser(by),
    type: MessageType.ChannelPinnedMessage,
    reference: {
      type: 0,
      channel_id: channel.id,
      message_id: message.data.id,
      ...(channel.guildId !== null && { guild_id: channel.guildId }),
    },
  });
}

/** Unpins a message (Message Resource › Unpin Message). */
export function unpin(world: World, channel: ChannelRecord, message: MessageRecord): void {
  if (channel.pins.delete(message.data.id)) announcePins(world, channel, message);
}

// That a pin also sends a Message Update without a change of content is observed, not documented.
function announcePins(world: World, channel: ChannelRecord, message: MessageRecord): void {
  announceUpdate(world, message);
  world.announce({
    t: 'CHANNEL_PINS_UPDATE',
    d: () => ({
      channel_id: channel.id,
      last_pin_timestamp: [...channel.pins.values()].at(-1) ?? null,
      ...(channel.guildId !== null && { guild_id: channel.guildId }),
    }),
    guildId: channel.guildId,
    channelId: channel.id,
  });
}
