import { AllowedMentionsTypes, type APIAllowedMentions, PermissionFlagsBits } from 'discord-api-types/v10';
import { channelPermissions } from './permissions.ts';
import type { ChannelRecord } from './records.ts';
import type { World } from './world.ts';

/** Whom a message pings. */
export interface Pinged {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

/** Who writes: what they may ping depends on it. */
export interface Pinger {
  readonly userId: string;
  readonly webhook: boolean;
}

const everyKind: APIAllowedMentions = {
  parse: [AllowedMentionsTypes.User, AllowedMentionsTypes.Role, AllowedMentionsTypes.Everyone],
};
const usersOnly: APIAllowedMentions = { parse: [AllowedMentionsTypes.User] };

/**
 * Works out whom a text pings, never more than it names (Message Resource › Allowed Mentions Object). Webhooks may ping
 * only users unless they say otherwise; regular messages may ping all that the author's permissions let them.
 */
export function pingedBy(
  world: World,
  channel: ChannelRecord,
  content: string,
  by: Pinger,
  allowed: APIAllowedMentions = by.webhook ? usersOnly : everyKind,
): Pinged {
  const parse = allowed.parse ?? [];
  const users = named(content, /<@!?(\d+)>/g).filter(
    (id) => world.users.has(id) && (parse.includes(AllowedMentionsTypes.User) || allowed.users?.includes(id)),
  );
  const guild = channel.guildId === null ? undefined : world.guild(channel.guildId);
  // A webhook has no permissions of its own; that it may ping everyone when asked to is observed, not documented.
  const mayPingAll =
    by.webhook || Boolean(channelPermissions(world, channel, by.userId) & PermissionFlagsBits.MentionEveryone);
  const roles = named(content, /<@&(\d+)>/g).filter((id) => {
    const role = guild?.roles.get(id);
    if (role === undefined || !(role.mentionable || mayPingAll)) return false;
    return parse.includes(AllowedMentionsTypes.Role) || Boolean(allowed.roles?.includes(id));
  });
  const everyone = mayPingAll && parse.includes(AllowedMentionsTypes.Everyone) && /@(?:everyone|here)\b/.test(content);
  return { users, roles, everyone };
}

function named(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
