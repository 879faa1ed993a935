import { ChannelNotFoundError } from '../../../src/index.ts';
import { isId, readAddress } from '../addresses.ts';
import type { APIChannel } from '../client.ts';
import { ChannelType, Routes } from '../client.ts';
import { hasCode, unknown } from '../faults.ts';
import type { Session } from '../session.ts';

/**
 * Guild Resource › Create Guild Channel, for a source of the form `guild/#name`; the id of what was made.
 * @throws ChannelNotFoundError where the source names no guild of the bot
 */
export async function createChannel(session: Session, source: string): Promise<string> {
  const { guild: guildName, name } = readAddress(source);
  const guilds = [...session.directory.guilds()];
  const fitting = guilds.filter(({ id, name: called }) => guildName === undefined || [id, called].includes(guildName));
  const [guild, ...others] = fitting;
  if (guild === undefined || others.length > 0 || name === '' || isId(source)) {
    const there = guilds.map((one) => `${one.name}/#…`).join(', ');
    throw new ChannelNotFoundError(`Discord: no channel can be made of ${source}; it may be ${there}`);
  }
  const route = Routes.guildChannels(guild.id);
  const body = { name, type: ChannelType.GuildText };
  const before = knownIds(session);
  const made = async (): Promise<APIChannel | undefined> => {
    const channels = await session.call<readonly Named[]>({ method: 'GET', route });
    return channels.find((one) => !before.has(one.id) && one.type === body.type && isSameName(one.name, name));
  };
  const channel = await session.call<APIChannel>({ method: 'POST', route, body, made });
  return session.directory.setChannel(channel, guild.id).id;
}

/** Channels Resource › Start Thread from Message, Start Thread without Message. */
export async function startThread(
  session: Session,
  channelId: string,
  name: string,
  rootId: string | undefined,
): Promise<APIChannel> {
  const body = { name: name.slice(0, 100), ...(rootId === undefined && { type: ChannelType.PublicThread }) };
  const made = rootId === undefined ? loneThread(session, channelId, body.name) : () => threadOf(session, rootId);
  const route = Routes.threads(channelId, rootId);
  const thread = await session.call<APIChannel>({ method: 'POST', route, body, made });
  session.directory.setChannel(thread);
  return thread;
}

type Named = APIChannel & { readonly name: string; readonly parent_id?: string | null };

/** The thread of a message, which has the id of the message. */
async function threadOf(session: Session, rootId: string): Promise<APIChannel | undefined> {
  try {
    return await session.call<APIChannel>({ method: 'GET', route: Routes.channel(rootId) });
  } catch (error) {
    if (hasCode(error, unknown.channel)) return undefined;
    throw error;
  }
}

/** A thread of that name that was not there before. */
function loneThread(session: Session, channelId: string, name: string): () => Promise<APIChannel | undefined> {
  const before = knownIds(session);
  const { guildId } = session.directory.channel(channelId) ?? {};
  return async () => {
    if (guildId === undefined) return undefined;
    const route = Routes.guildActiveThreads(guildId);
    const { threads } = await session.call<{ readonly threads: readonly Named[] }>({ method: 'GET', route });
    return threads.find((one) => !before.has(one.id) && one.parent_id === channelId && one.name === name);
  };
}

function knownIds({ directory }: Session): ReadonlySet<string> {
  return new Set(Array.from(directory.channels(), ({ id }) => id));
}

/** Discord writes the names of channels its own way: small letters, and hyphens for spaces. */
function isSameName(one: string, other: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  return plain(one) === plain(other);
}
