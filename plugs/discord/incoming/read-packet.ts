import type { QueuedEvent } from '../../../src/index.ts';
import type { Packet } from '../client.ts';
import { memberAdd, memberRemove, memberUpdate, presenceUpdate, typingStart } from './members.ts';
import {
  messageCreate,
  messageDelete,
  messageDeleteBulk,
  messageUpdate,
  reactionAdd,
  reactionRemove,
  reactionsCleared,
} from './messages.ts';
import * as places from './places.ts';
import type { Reader, Surroundings } from './surroundings.ts';

/** Who reads which event of the gateway (Gateway Events › Receive Events); the others are nobody's business here. */
const readers: Readonly<Record<string, Reader<never>>> = {
  GUILD_CREATE: places.guildCreate,
  GUILD_DELETE: places.guildDelete,
  CHANNEL_CREATE: places.channelCreate,
  CHANNEL_UPDATE: places.channelUpdate,
  CHANNEL_DELETE: places.channelDelete,
  THREAD_CREATE: places.threadCreate,
  THREAD_UPDATE: places.channelUpdate,
  THREAD_DELETE: places.channelDelete,
  THREAD_LIST_SYNC: places.threadListSync,
  GUILD_ROLE_CREATE: places.roleSet,
  GUILD_ROLE_UPDATE: places.roleSet,
  GUILD_EMOJIS_UPDATE: places.emojisUpdate,
  WEBHOOKS_UPDATE: places.webhooksUpdate,
  GUILD_MEMBER_ADD: memberAdd,
  GUILD_MEMBER_REMOVE: memberRemove,
  GUILD_MEMBER_UPDATE: memberUpdate,
  PRESENCE_UPDATE: presenceUpdate,
  TYPING_START: typingStart,
  MESSAGE_CREATE: messageCreate,
  MESSAGE_UPDATE: messageUpdate,
  MESSAGE_DELETE: messageDelete,
  MESSAGE_DELETE_BULK: messageDeleteBulk,
  MESSAGE_REACTION_ADD: reactionAdd,
  MESSAGE_REACTION_REMOVE: reactionRemove,
  MESSAGE_REACTION_REMOVE_ALL: reactionsCleared,
  MESSAGE_REACTION_REMOVE_EMOJI: reactionsCleared,
};

/** What an event of the gateway tells, in the form of the model, in its order. */
export function readPacket({ t, d }: Packet, around: Surroundings): readonly QueuedEvent[] {
  return readers[t]?.(d as never, around) ?? [];
}
