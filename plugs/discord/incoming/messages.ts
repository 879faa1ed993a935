import type { QueuedEvent, QueuedUser } from '../../../src/index.ts';
import type { APIGuildMember, APIMessage, APIPartialEmoji } from '../client.ts';
import { ChannelType, MessageType } from '../client.ts';
import { joined } from './members.ts';
import { type MessageContext, toContent } from './message.ts';
import { complete } from './names.ts';
import { toVoice } from './people.ts';
import { emojiText } from './reactions.ts';
import { byId, type Reader, type Surroundings, seen, type Where } from './surroundings.ts';

/** A message with what its event adds (Gateway Events › Message Create Extra Fields). */
export type MessageData = APIMessage & { readonly guild_id?: string; readonly member?: APIGuildMember };

/** Gateway Events › Message Create. */
export const messageCreate: Reader<MessageData> = (message, around) => {
  const author = authorOf(message, around, message);
  if (message.type === MessageType.UserJoin) {
    return around.seesMembers || message.guild_id === undefined ? [] : joined(around, message.guild_id, author);
  }
  noteConversation(message, around);
  const event = toMessageEvent(message, around);
  return event === undefined ? [] : [event];
};

/**
 * Gateway Events › Message Update. Only what its author changed is an edit, and has `edited_timestamp`; previews of
 * links, pins and threads update a message too.
 */
export const messageUpdate: Reader<MessageData> = (message, around) => {
  if (!message.edited_timestamp || message.author === undefined) return [];
  const event = toMessageEvent(message, around);
  if (event?.type !== 'message') return [];
  return [{ ...event, type: 'edit', revision: message.edited_timestamp, at: new Date(message.edited_timestamp) }];
};

/** Gateway Events › Message Delete. */
export const messageDelete: Reader<Where & { readonly id: string }> = ({ id, channel_id }, around) => [
  { type: 'delete', channel: around.channel(channel_id), id },
];

/** Gateway Events › Message Delete Bulk. */
export const messageDeleteBulk: Reader<Where & { readonly ids: readonly string[] }> = ({ ids, channel_id }, around) =>
  ids.map((id) => ({ type: 'delete', channel: around.channel(channel_id), id }));

/** What the events of reactions have in common (Gateway Events › Message Reaction Add). */
export interface ReactionData extends Where {
  readonly message_id: string;
  readonly user_id: string;
  readonly emoji: APIPartialEmoji;
  readonly member?: APIGuildMember;
}

/** Gateway Events › Message Reaction Add. */
export const reactionAdd: Reader<ReactionData> = (data, around) => {
  const { member, guild_id, user_id } = data;
  const user = member === undefined ? byId(around, user_id, guild_id) : seen(around, member.user, guild_id, member);
  const emoji = emojiText(data.emoji);
  around.reactions.add(data.message_id, emoji, user_id);
  return [reaction(data, emoji, user, false, around)];
};

/** Gateway Events › Message Reaction Remove. */
export const reactionRemove: Reader<ReactionData> = (data, around) => {
  const emoji = emojiText(data.emoji);
  around.reactions.remove(data.message_id, emoji, data.user_id);
  return [reaction(data, emoji, byId(around, data.user_id, data.guild_id), true, around)];
};

/** Gateway Events › Message Reaction Remove All, Message Reaction Remove Emoji. */
export const reactionsCleared: Reader<Where & { readonly message_id: string; readonly emoji?: APIPartialEmoji }> = (
  data,
  around,
) => {
  const gone = around.reactions.clear(data.message_id, data.emoji && emojiText(data.emoji));
  return gone.map(({ emoji, userId }) => reaction(data, emoji, byId(around, userId, data.guild_id), true, around));
};

function reaction(
  data: Where & { readonly message_id: string },
  emoji: string,
  user: QueuedUser,
  removed: boolean,
  around: Surroundings,
): QueuedEvent {
  return { type: 'reaction', channel: around.channel(data.channel_id), id: data.message_id, user, emoji, removed };
}

/** A message as it is queued; undefined for one that says nothing to people. Also used for what is fetched. */
export function toMessageEvent(message: MessageData, around: Surroundings): QueuedEvent | undefined {
  const content = toContent(message, contextOf(message, around));
  if (content === undefined) return undefined;
  const { webhook_id: webhookId, nonce } = message;
  const own =
    webhookId === undefined
      ? message.author.id === around.selfId
      : around.ownWebhook(webhookId, message.application_id);
  return {
    ...content,
    type: 'message',
    channel: around.channel(message.channel_id),
    id: message.id,
    user: authorOf(message, around, message),
    at: new Date(message.timestamp),
    self: own,
    raw: message,
    ...(own && nonce !== undefined && { key: around.keyOf(String(nonce)) }),
  };
}

function contextOf(message: MessageData, around: Surroundings): MessageContext {
  return {
    cdn: around.cdn,
    read: (text, part) => around.read(text, { ...message, ...part }),
    author: (of) => complete(authorOf(of, around, { guild_id: message.guild_id }), around),
    ref: (channelId, id) => ({ kind: 'message', channel: around.channel(channelId).ref, id }),
  };
}

function authorOf(
  message: APIMessage,
  around: Surroundings,
  { guild_id, member }: { readonly guild_id?: string | undefined; readonly member?: APIGuildMember },
): QueuedUser {
  if (message.webhook_id !== undefined) return toVoice(around.cdn, message);
  for (const user of message.mentions) {
    const { member: face } = user as { member?: APIGuildMember };
    around.directory.see(user, guild_id, face);
  }
  return seen(around, message.author, guild_id, member);
}

/** A conversation is not told of before somebody writes in it (Gateway Events › Channel Create). */
function noteConversation(message: MessageData, around: Surroundings): void {
  if (message.guild_id !== undefined || around.directory.channel(message.channel_id) !== undefined) return;
  const recipients = message.author.id === around.selfId ? [] : [message.author];
  around.directory.setChannel({ id: message.channel_id, type: ChannelType.DM, recipients } as never);
}
