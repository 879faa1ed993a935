import { GatewayIntentBits } from 'discord-api-types/v10';
import type { EventName, Happening } from '../state/world.ts';

const { Guilds, GuildMembers, GuildPresences, MessageContent, GuildMessages, DirectMessages } = GatewayIntentBits;

/** The intents that must be switched on for the application before it may ask for them (Gateway › Privileged Intents). */
export const privilegedIntents = { GuildMembers, GuildPresences, MessageContent } as const;

/** The name of a privileged intent. */
export type PrivilegedIntent = keyof typeof privilegedIntents;

/** Every intent there is; other bits are refused with 4013. */
export const allIntents: number = Object.values(GatewayIntentBits)
  .filter((bit) => typeof bit === 'number')
  .reduce((bits, bit) => bits | bit, 0);

/** Which intent lets an event through, in a guild and in a direct conversation (Gateway › List of Intents). */
const needs: Partial<Record<EventName, readonly [guild: number, direct: number]>> = {
  GUILD_CREATE: [Guilds, 0],
  GUILD_UPDATE: [Guilds, 0],
  GUILD_DELETE: [Guilds, 0],
  GUILD_ROLE_CREATE: [Guilds, 0],
  GUILD_ROLE_UPDATE: [Guilds, 0],
  GUILD_ROLE_DELETE: [Guilds, 0],
  CHANNEL_CREATE: [Guilds, 0],
  CHANNEL_UPDATE: [Guilds, 0],
  CHANNEL_DELETE: [Guilds, 0],
  CHANNEL_PINS_UPDATE: [Guilds, DirectMessages],
  THREAD_CREATE: [Guilds, 0],
  THREAD_UPDATE: [Guilds, 0],
  THREAD_DELETE: [Guilds, 0],
  THREAD_MEMBERS_UPDATE: [Guilds, 0],
  GUILD_MEMBER_ADD: [GuildMembers, 0],
  GUILD_MEMBER_UPDATE: [GuildMembers, 0],
  GUILD_MEMBER_REMOVE: [GuildMembers, 0],
  GUILD_EMOJIS_UPDATE: [GatewayIntentBits.GuildExpressions, 0],
  WEBHOOKS_UPDATE: [GatewayIntentBits.GuildWebhooks, 0],
  INVITE_CREATE: [GatewayIntentBits.GuildInvites, 0],
  PRESENCE_UPDATE: [GuildPresences, 0],
  MESSAGE_CREATE: [GuildMessages, DirectMessages],
  MESSAGE_UPDATE: [GuildMessages, DirectMessages],
  MESSAGE_DELETE: [GuildMessages, DirectMessages],
  MESSAGE_DELETE_BULK: [GuildMessages, DirectMessages],
  MESSAGE_REACTION_ADD: [GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE: [GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_ALL: [GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.DirectMessageReactions],
  MESSAGE_REACTION_REMOVE_EMOJI: [GatewayIntentBits.GuildMessageReactions, GatewayIntentBits.DirectMessageReactions],
  TYPING_START: [GatewayIntentBits.GuildMessageTyping, GatewayIntentBits.DirectMessageTyping],
};

/** Whether somebody who asked for these intents is told of this. */
export function intentsAllow(intents: number, happening: Happening): boolean {
  if (happening.always) return true;
  if (happening.aboutOthers) return (intents & GuildMembers) !== 0;
  const [guild, direct] = needs[happening.t] ?? [0, 0];
  return (intents & (happening.guildId === null ? direct : guild)) !== 0;
}
