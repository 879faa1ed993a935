import type { QueuedUser } from '../../../src/index.ts';
import type { APIGuildMember, APIMessage, APIUser } from '../client.ts';

/** What a member is called and shown as in one guild. */
export type MemberFace = Partial<Pick<APIGuildMember, 'nick' | 'avatar'>>;

/** Somebody as the model knows them, with the name and picture they have in this guild. */
export function toUser(cdn: string, user: APIUser, guildId?: string, member?: MemberFace): QueuedUser {
  const { id, username, global_name: globalName } = user;
  const nick = member?.nick ?? globalName ?? username;
  return {
    id,
    nick,
    ...(globalName && globalName !== nick && { fullName: globalName }),
    avatar: avatarOf(cdn, user, guildId, member),
    ...(user.bot && { bot: true }),
  };
}

/**
 * Who a webhook speaks as. All voices of a webhook share its id (Message Resource › Message Structure, [1]), so the name
 * is part of who it is.
 */
export function toVoice(cdn: string, { author }: APIMessage): QueuedUser {
  return {
    id: `${author.id}/${author.username}`,
    nick: author.username,
    avatar: avatarOf(cdn, author),
    bot: true,
    suggested: true,
  };
}

/** The address of a picture (Reference › CDN Endpoints). */
function avatarOf(cdn: string, user: APIUser, guildId?: string, member?: MemberFace): string {
  const file = (hash: string): string => `${hash}.${hash.startsWith('a_') ? 'gif' : 'png'}`;
  if (member?.avatar && guildId !== undefined) {
    return `${cdn}/guilds/${guildId}/users/${user.id}/avatars/${file(member.avatar)}`;
  }
  if (user.avatar) return `${cdn}/avatars/${user.id}/${file(user.avatar)}`;
  // Without a picture of their own everybody has one of six, by their id.
  return `${cdn}/embed/avatars/${Number((BigInt(user.id) >> 22n) % 6n)}.png`;
}
