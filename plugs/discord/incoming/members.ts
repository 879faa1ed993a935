import type { PresenceStatus, QueuedEvent, QueuedUser } from '../../../src/index.ts';
import type { APIGuildMember, APIUser } from '../client.ts';
import { toUser } from './people.ts';
import { byId, type Reader, type Surroundings, seen, type Where } from './surroundings.ts';

/** Gateway Events › Guild Member Add. */
export const memberAdd: Reader<APIGuildMember & { readonly guild_id: string }> = (member, around) =>
  joined(around, member.guild_id, seen(around, member.user, member.guild_id, member));

/** Somebody came into a guild: into each channel of it that matters to anybody. */
export function joined(around: Surroundings, guildId: string, user: QueuedUser): QueuedEvent[] {
  return around.known(guildId).map((channel) => ({ type: 'join', channel, user, users: [user] }));
}

/** Gateway Events › Guild Member Remove. */
export const memberRemove: Reader<{ readonly guild_id: string; readonly user: APIUser }> = (data, around) => {
  const user = seen(around, data.user, data.guild_id);
  return around.known(data.guild_id).map((channel) => ({ type: 'leave', channel, user, users: [user] }));
};

/** Gateway Events › Guild Member Update: another name is told of, where the old one is known. */
export const memberUpdate: Reader<APIGuildMember & { readonly guild_id: string }> = (member, around) => {
  const { directory, cdn } = around;
  const { guild_id: guildId, user } = member;
  const known = directory.user(user.id);
  const before = known && toUser(cdn, known, guildId, directory.member(guildId, user.id));
  const after = seen(around, user, guildId, member);
  if (before === undefined || before.nick === after.nick) return [];
  return around.known(guildId).map((channel) => ({ type: 'rename', channel, user: after, before, after }));
};

/** Gateway Events › Typing Start. */
export const typingStart: Reader<Where & { readonly user_id: string; readonly member?: APIGuildMember }> = (
  { channel_id, user_id, guild_id, member },
  around,
) => {
  if (user_id === around.selfId) return [];
  const user = member === undefined ? byId(around, user_id, guild_id) : seen(around, member.user, guild_id, member);
  return [{ type: 'typing', channel: around.channel(channel_id), user }];
};

const statuses: Readonly<Record<string, PresenceStatus>> = { online: 'online', idle: 'away', dnd: 'busy' };

/** An activity of somebody (Gateway Events › Activity Structure); type 4 is a status they wrote themselves. */
interface Activity {
  readonly type: number;
  readonly name: string;
  readonly state?: string | null;
}

/** Gateway Events › Presence Update. */
export const presenceUpdate: Reader<{
  readonly user: { readonly id: string };
  readonly guild_id: string;
  readonly status: string;
  readonly activities?: readonly Activity[];
}> = ({ user, guild_id, status, activities = [] }, around) => {
  const written = activities.find(({ type }) => type === 4);
  const text = written?.state ?? activities[0]?.name;
  return [
    {
      type: 'presence',
      channel: around.whole(),
      user: byId(around, user.id, guild_id),
      status: statuses[status] ?? 'offline',
      ...(text && { text }),
    },
  ];
};
