import type { APIGuildMember, APIUser, GuildMemberFlags } from 'discord-api-types/v10';
import type { MemberRecord, UserRecord } from '../state/records.ts';

const noFlags = 0 as GuildMemberFlags;

/** A user as answers and events show them (Users Resource › User Structure). */
export function presentUser(user: UserRecord): APIUser {
  return {
    id: user.id,
    username: user.username,
    discriminator: '0',
    global_name: user.globalName,
    avatar: user.avatar,
    ...(user.bot && { bot: true }),
  };
}

/** A member with their user (Guild Resource › Guild Member Object). */
export function presentMember(member: MemberRecord): APIGuildMember {
  return { ...presentMemberOnly(member), user: presentUser(member.user) };
}

/** A member without their user, as it goes beside an author (Gateway Events › Message Create Extra Fields). */
export function presentMemberOnly(member: MemberRecord): Omit<APIGuildMember, 'user'> {
  return {
    nick: member.nick,
    avatar: member.avatar,
    banner: null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: noFlags,
    pending: false,
    communication_disabled_until: null,
  };
}
