import type { DiscordSettings } from './settings.ts';

/** What a bridge always listens to. */
const always = [
  'Guilds',
  'GuildMessages',
  'GuildMessageReactions',
  'GuildMessageTyping',
  'GuildExpressions',
  'GuildWebhooks',
  'DirectMessages',
  'DirectMessageReactions',
  'DirectMessageTyping',
] as const;

/** What has to be switched on for the bot (Gateway › Privileged Intents), and what the portal calls it. */
export const privileged = {
  MessageContent: 'Message Content Intent',
  GuildMembers: 'Server Members Intent',
  GuildPresences: 'Presence Intent',
} as const;

/** The name of a privileged intent. */
export type PrivilegedIntent = keyof typeof privileged;
/** The name of an intent. */
export type Intent = (typeof always)[number] | PrivilegedIntent;

/** The privileged intents that the configuration asks for. */
export function privilegedFor(settings: DiscordSettings): PrivilegedIntent[] {
  const wanted: PrivilegedIntent[] = ['MessageContent'];
  if (settings.members) wanted.push('GuildMembers');
  if (settings.presences) wanted.push('GuildPresences');
  return wanted;
}

/** All intents that the configuration asks for. */
export function intentsFor(settings: DiscordSettings): Intent[] {
  return [...always, ...privilegedFor(settings)];
}
