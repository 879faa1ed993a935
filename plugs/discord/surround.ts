import type { Channel, ThreadOptions } from '../../src/index.ts';
import { ChannelType } from './client.ts';
import { type Directory, isThread } from './directory.ts';
import { readMarkup } from './format.ts';
import { namesFor } from './incoming/names.ts';
import { Reactions } from './incoming/reactions.ts';
import type { Surroundings } from './incoming/surroundings.ts';
import type { Sender } from './outgoing/sender.ts';
import type { Webhooks } from './outgoing/webhooks.ts';

/** What surrounds the events of a login: the login itself, and the plug's channels. */
export interface SurroundParts {
  readonly directory: Directory;
  readonly webhooks: Webhooks;
  readonly sender: Sender;
  readonly cdn: string;
  readonly seesMembers: boolean;
  /** The id of the bot's account. */
  selfId(): string;
  /** The id of a source, where there is one. */
  tryId(source: string): string | undefined;
  channel(source: string, thread?: ThreadOptions): Channel;
  /** The channel that stands for an id. */
  channelOf(id: string): Channel;
  knownChannels(): Iterable<Channel>;
  /** A channel is gone. */
  gone(id: string): void;
}

/** What reading the events of a login needs. */
export function surround(parts: SurroundParts): Surroundings {
  const { directory, webhooks, sender, cdn, seesMembers } = parts;
  const around: Surroundings = {
    directory,
    reactions: new Reactions(),
    cdn,
    get selfId() {
      return parts.selfId();
    },
    seesMembers,
    channel: (id) => channelOf(id, parts),
    known: (guildId) => knownIn(guildId, parts),
    gone: (id) => {
      directory.removeChannel(id);
      parts.gone(id);
    },
    whole: () => parts.channel(''),
    ownWebhook: (id, applicationId) => webhooks.owns(id, applicationId),
    webhooksChanged: (channelId) => webhooks.changed(channelId),
    keyOf: (nonce) => sender.keyOf(nonce),
    read: (text, message) => readMarkup(text, namesFor(around, message)),
  };
  return around;
}

function channelOf(id: string, { directory, channel, channelOf: plain }: SurroundParts): Channel {
  const known = directory.channel(id);
  if (known === undefined || !isThread(known) || known.parentId === undefined) return plain(id);
  const forum = directory.channel(known.parentId)?.type === ChannelType.GuildForum;
  // A thread has the id of the message it grew from; a forum's post grew from none.
  return channel(id, { parent: plain(known.parentId), ...(!forum && { root: id }) });
}

function knownIn(guildId: string, { directory, knownChannels, tryId }: SurroundParts): Channel[] {
  return [...knownChannels()].filter(({ source }) => {
    const known = directory.channel(tryId(source) ?? '');
    return known?.guildId === guildId && !isThread(known);
  });
}
