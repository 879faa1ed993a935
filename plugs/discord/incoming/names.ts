import type { QueuedUser, User } from '../../../src/index.ts';
import type { APIMessage } from '../client.ts';
import type { Names } from '../format.ts';
import { byId, type Surroundings } from './surroundings.ts';

/** What the ids in a text stand for, in the guild of its message (Reference › Message Formatting). */
export function namesFor(around: Surroundings, message: Partial<APIMessage>): Names {
  const { directory } = around;
  const { guild_id: stated, channel_id: channelId } = message as { guild_id?: string; channel_id?: string };
  const guildId = stated ?? directory.channel(channelId ?? '')?.guildId;
  for (const user of message.mentions ?? []) if (directory.user(user.id) === undefined) directory.see(user);
  return {
    network: around.whole().ref.network,
    user: (id) => (directory.user(id) === undefined ? undefined : complete(byId(around, id, guildId), around)),
    channel: (id) => directory.channel(id)?.name,
    role: (id) => directory.guild(guildId)?.roles.get(id),
    place: (id) => around.channel(id),
  };
}

/** A user with what the base class would fill in. */
export function complete(user: QueuedUser, around: Surroundings): User {
  return { ...user, kind: 'user', network: around.whole().ref.network };
}
