import { type ChannelInfo, ChannelNotFoundError, type PresenceStatus, type QueuedUser } from '../../../src/index.ts';
import { isId, readAddress } from '../addresses.ts';
import type { APIChannel, APIGuildMember, APIMessage, APIUser } from '../client.ts';
import { ChannelType, Routes } from '../client.ts';
import type { KnownChannel } from '../directory.ts';
import { hasCode, unknown } from '../faults.ts';
import { toUser } from '../incoming/people.ts';
import type { Target } from '../outgoing/sender.ts';
import type { Session } from '../session.ts';
import { readMembers } from './members.ts';

/** What Discord calls the ways to be there (Gateway Events › Status Types). */
export const presences = {
  online: 'online',
  away: 'idle',
  busy: 'dnd',
  offline: 'invisible',
} as const satisfies Record<PresenceStatus, string>;

/** Message Resource › Pin Message, Unpin Message. */
export async function pin(session: Session, channelId: string, messageId: string, on: boolean): Promise<void> {
  await session.call({ method: on ? 'PUT' : 'DELETE', route: Routes.channelMessagesPin(channelId, messageId) });
}

/** Channels Resource › Start Thread from Message, Start Thread without Message. */
export async function startThread(
  session: Session,
  channelId: string,
  name: string,
  rootId: string | undefined,
): Promise<APIChannel> {
  const body = { name: name.slice(0, 100), ...(rootId === undefined && { type: ChannelType.PublicThread }) };
  const thread = await session.call<APIChannel>({ method: 'POST', route: Routes.threads(channelId, rootId), body });
  session.directory.setChannel(thread);
  return thread;
}

/** Channels Resource › Trigger Typing Indicator. */
export async function typing(session: Session, channelId: string): Promise<void> {
  await session.call({ method: 'POST', route: Routes.channelTyping(channelId) });
}

/** Channels Resource › Modify Channel. */
export async function modify(session: Session, channelId: string, body: object): Promise<void> {
  await session.call({ method: 'PATCH', route: Routes.channel(channelId), body });
}

/**
 * Guild Resource › Create Guild Channel, for a source of the form `guild/#name`; the id of what was made.
 * @throws ChannelNotFoundError where the source names no guild of the bot
 */
export async function create(session: Session, source: string): Promise<string> {
  const { guild: guildName, name } = readAddress(source);
  const guilds = [...session.directory.guilds()];
  const fitting = guilds.filter(({ id, name: called }) => guildName === undefined || [id, called].includes(guildName));
  const [guild, ...others] = fitting;
  if (guild === undefined || others.length > 0 || name === '' || isId(source)) {
    const there = guilds.map((one) => `${one.name}/#…`).join(', ');
    throw new ChannelNotFoundError(`Discord: no channel can be made of ${source}; it may be ${there}`);
  }
  const body = { name, type: ChannelType.GuildText };
  const channel = await session.call<APIChannel>({ method: 'POST', route: Routes.guildChannels(guild.id), body });
  return session.directory.setChannel(channel, guild.id).id;
}

/** Channels Resource › Delete/Close Channel. */
export async function destroy(session: Session, channelId: string): Promise<void> {
  try {
    await session.call({ method: 'DELETE', route: Routes.channel(channelId) });
  } catch (error) {
    // It is gone, as was wanted: perhaps by the first of two attempts.
    if (!hasCode(error, unknown.channel)) throw error;
  }
  session.around.gone(channelId);
}

/** What is known of a channel; asked for where nothing is. */
export async function info(session: Session, source: string): Promise<ChannelInfo> {
  const known = await lookUp(session, source);
  if (known === undefined) return { exists: false, joined: false };
  const { name, topic, type, recipient } = known;
  if (type === ChannelType.DM) {
    return { exists: true, joined: true, direct: true, ...(recipient && { title: recipient.username }) };
  }
  return { exists: true, joined: true, title: name, topic };
}

async function lookUp(session: Session, source: string): Promise<KnownChannel | undefined> {
  const id = session.tryId(source);
  if (id === undefined) return undefined;
  try {
    return await session.find(id);
  } catch (error) {
    // Nothing has that id, or what has it is not shown to us.
    if (hasCode(error, unknown.channel, 50001)) return undefined;
    throw error;
  }
}

/** Users Resource › Get User. @throws UserNotFoundError */
export async function user(session: Session, id: string): Promise<QueuedUser> {
  if (session.directory.user(id) === undefined) {
    session.directory.see(await session.call<APIUser>({ method: 'GET', route: Routes.user(id) }));
  }
  return session.user(id);
}

/** Everybody who is in the guild of a channel, or in the conversation. */
export async function* members(
  session: Session,
  { id, guildId }: Target,
): AsyncGenerator<{ readonly user: QueuedUser; readonly nick?: string }> {
  const { cdn } = session.around;
  if (guildId === undefined) {
    const recipient = session.directory.channel(id)?.recipient;
    if (recipient !== undefined) yield { user: toUser(cdn, recipient) };
    return;
  }
  for await (const member of readMembers(session.call.bind(session), guildId)) yield toMember(session, member, guildId);
}

function toMember(session: Session, member: APIGuildMember, guildId: string): { user: QueuedUser; nick?: string } {
  session.directory.see(member.user, guildId, member);
  return { user: toUser(session.around.cdn, member.user, guildId, member), ...(member.nick && { nick: member.nick }) };
}

/** Message Resource › Get Channel Message; undefined where it is gone. */
export async function message(session: Session, channelId: string, id: string): Promise<APIMessage | undefined> {
  try {
    return await session.call<APIMessage>({ method: 'GET', route: Routes.channelMessage(channelId, id) });
  } catch (error) {
    if (hasCode(error, unknown.message)) return undefined;
    throw error;
  }
}

/** Users Resource › Create DM; the id of the conversation. */
export async function conversation(session: Session, userId: string): Promise<string> {
  const body = { recipient_id: userId };
  const channel = await session.call<APIChannel>({ method: 'POST', route: Routes.userChannels(), body });
  return session.directory.setChannel(channel).id;
}
