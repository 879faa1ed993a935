import { type APIOverwrite, ChannelType } from 'discord-api-types/v10';
import { presentChannel } from '../present/channel.ts';
import type { ChannelRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { announceThread } from './threads.ts';

/** What a new channel is like. */
export interface ChannelStart {
  readonly name: string;
  readonly type: ChannelType;
  readonly guildId: string | null;
  readonly recipientId?: string | undefined;
  readonly topic?: string | undefined;
  readonly parentId?: string | undefined;
  readonly nsfw?: boolean | undefined;
  readonly overwrites?: APIOverwrite[] | undefined;
}

/** Makes a channel; in a guild it is told of (Gateway Events › Channel Create). Bots are not told of conversations. */
export function createChannel(world: World, start: ChannelStart): ChannelRecord {
  const siblings = [...world.channels.values()].filter((channel) => channel.guildId === start.guildId);
  const channel: ChannelRecord = {
    id: world.ids.next(),
    type: start.type,
    guildId: start.guildId,
    name: start.name,
    topic: start.topic ?? null,
    parentId: start.parentId ?? null,
    position: siblings.length,
    nsfw: start.nsfw ?? false,
    rateLimitPerUser: 0,
    overwrites: start.overwrites ?? [],
    lastMessageId: null,
    recipientId: start.recipientId ?? null,
    thread: null,
    messages: new Map(),
    pins: new Map(),
  };
  world.channels.set(channel.id, channel);
  if (start.guildId !== null) announceChannel(world, 'CHANNEL_CREATE', channel);
  return channel;
}

/** The conversation with somebody, made the first time (Users Resource › Create DM). */
export function directChannel(world: World, userId: string): ChannelRecord {
  const known = [...world.channels.values()].find((channel) => channel.recipientId === userId);
  return known ?? createChannel(world, { name: '', type: ChannelType.DM, guildId: null, recipientId: userId });
}

/** Tells that a channel is there, changed, or is gone. */
export function announceChannel(
  world: World,
  t: 'CHANNEL_CREATE' | 'CHANNEL_UPDATE' | 'CHANNEL_DELETE',
  channel: ChannelRecord,
): void {
  const shown = presentChannel(world, channel);
  world.announce({ t: t, d: () => shown, guildId: channel.guildId });
}

/** Tells of a change in a channel or thread, whichever it is. */
export function announceChange(world: World, channel: ChannelRecord): void {
  if (channel.thread === null) announceChannel(world, 'CHANNEL_UPDATE', channel);
  else announceThread(world, 'THREAD_UPDATE', channel);
}

/** Deletes a channel with its threads and webhooks, or a thread (Channels Resource › Delete/Close Channel). */
export function deleteChannel(world: World, channel: ChannelRecord): void {
  if (channel.thread !== null) {
    world.channels.delete(channel.id);
    announceThread(world, 'THREAD_DELETE', channel);
    return;
  }
  for (const thread of world.threads(channel.guildId ?? '', channel.id)) world.channels.delete(thread.id);
  for (const webhook of world.webhooks.values()) {
    if (webhook.channelId === channel.id) world.webhooks.delete(webhook.id);
  }
  world.channels.delete(channel.id);
  announceChannel(world, 'CHANNEL_DELETE', channel);
}
