import { GatewayIntentBits } from 'discord-api-types/v10';
import { presentMember } from '../present/user.ts';
import type { World } from '../state/world.ts';
import type { Session } from './session.ts';

const chunkSize = 1000;

/**
 * Answers Request Guild Members with its chunks (Gateway Events › Request Guild Members). Returns false when the request
 * is not a valid one, or asks for the whole list without the members intent.
 */
export function requestMembers(world: World, session: Session, d: unknown): boolean {
  const given = (d ?? {}) as Record<string, unknown>;
  const guild = world.guilds.get(String(given['guild_id']));
  const query = given['query'];
  const ids = given['user_ids'] === undefined ? undefined : [given['user_ids']].flat().map(String);
  if (guild === undefined || (typeof query !== 'string' && ids === undefined)) return false;
  if (query === '' && ids === undefined && !(session.intents & GatewayIntentBits.GuildMembers)) return false;
  const prefix = typeof query === 'string' ? query.toLowerCase() : '';
  const limit = Number(given['limit'] ?? 0);
  // A prefix or a list of ids returns a hundred at most.
  const max = ids !== undefined || prefix !== '' ? 100 : limit || Number.POSITIVE_INFINITY;
  const found = [...guild.members.values()]
    .filter((member) => (ids ? ids.includes(member.user.id) : matches(member.user.username, member.nick, prefix)))
    .slice(0, max);
  const chunks = Math.max(1, Math.ceil(found.length / chunkSize));
  const nonce = given['nonce'];
  for (let index = 0; index < chunks; index += 1) {
    session.dispatch('GUILD_MEMBERS_CHUNK', {
      guild_id: guild.id,
      members: found.slice(index * chunkSize, (index + 1) * chunkSize).map(presentMember),
      chunk_index: index,
      chunk_count: chunks,
      not_found: (ids ?? []).filter((id) => !guild.members.has(id)),
      ...(typeof nonce === 'string' && Buffer.byteLength(nonce) <= 32 && { nonce }),
    });
  }
  return true;
}

/** Whether a name or nick begins like this, in any case. */
export function matches(username: string, nick: string | null, prefix: string): boolean {
  return [username, nick ?? ''].some((name) => name.toLowerCase().startsWith(prefix.toLowerCase()));
}
