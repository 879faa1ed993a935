import type { ChannelInfo, PresenceStatus, QueuedUser } from '../../../src/index.ts';
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

/** Channels Resource › Trigger Typing Indicator. */
export async function typing(session: Session, channelId: string): Promise<void> {
  await session.call({ method: 'POST', route: Routes.channelTyping(channelId), repeatable: true });
}

/** Channels Resource › Modify Channel. */
export async function modify(session: Session, channelId: string, body: object): Promise<void> {
  await session.call({ method: 'PATCH', route: Routes.channel(channelId), body });
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
  const { id, name, topic, type, recipient, lastMessageId } = known;
  // No message is older than its channel; a conversation tells of none.
  const there = { exists: true, joined: true, newest: lastMessageId ?? id };
  if (type === ChannelType.DM) return { ...there, direct: true, ...(recipient && { title: recipient.username }) };
  return { ...there, title: name, topic };
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
  const route = Routes.userChannels();
  const channel = await session.call<APIChannel>({ method: 'POST', route, body, repeatable: true });
  return session.directory.setChannel(channel).id;
}
