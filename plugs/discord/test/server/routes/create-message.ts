import { ChannelType, MessageReferenceType, MessageType } from 'discord-api-types/v10';
import { createMessage } from '../acts/create-message.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, Route } from '../http/router.ts';
import { presentMessage } from '../present/message.ts';
import { presentUser } from '../present/user.ts';
import { Form } from '../rules/form.ts';
import { checkMessageBody, createFlags, isEmpty, type MessageBody } from '../rules/message-body.ts';
import { botMay, requirePermissions, speaking } from '../state/permissions.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import { channelOf, requireUnlocked } from './access.ts';
import { attach, checkVoice, stickersOf } from './attach.ts';

/** How long a nonce is remembered: “the past few minutes” (Create Message, `enforce_nonce`; five is assumed). */
const nonceMemoryMs = 5 * 60_000;

/** The kinds of message that can be answered or forwarded; the others are the system's own. */
const personal = [
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
  MessageType.ThreadStarterMessage,
];

/** Message Resource › Create Message. */
export const createMessageRoute: Route = {
  method: 'POST',
  path: '/channels/:channel/messages',
  handle: (request) => {
    const channel = channelOf(request);
    requireSpeech(request, channel);
    const form = new Form();
    const rules = { flags: createFlags, kept: () => false };
    const body = checkMessageBody(form, request.json, request.files, rules);
    form.check();
    requireContents(request, channel, body);
    const repeated = body.enforceNonce ? sameNonce(request, body.nonce) : undefined;
    return { status: 200, body: answerOf(request, repeated ?? send(request, channel, body)) };
  },
};

/** Refuses a channel that takes no messages, or takes none from the bot. */
function requireSpeech(request: ApiRequest, channel: ChannelRecord): void {
  if (channel.type === ChannelType.GuildForum) throw new ApiError(40058);
  if (channel.type === ChannelType.GuildCategory) throw new ApiError(50008);
  requirePermissions(request.world, channel, speaking(channel));
  requireUnlocked(request, channel);
  if (channel.recipientId === null) return;
  const recipient = request.world.user(channel.recipientId);
  const shared = [...request.world.guilds.values()].some((guild) => guild.members.has(recipient.id));
  if (!shared) throw new ApiError(50278);
  if (!recipient.acceptsDirectMessages) throw new ApiError(50007);
}

/** Refuses an empty message, and parts that need a permission the bot lacks. */
export function requireContents(request: ApiRequest, channel: ChannelRecord, body: MessageBody): void {
  checkVoice(body);
  if (isEmpty(body)) throw new ApiError(50006);
  if ((body.attachments ?? []).length > 0) requirePermissions(request.world, channel, 'AttachFiles');
  if ((body.embeds ?? []).length > 0) requirePermissions(request.world, channel, 'EmbedLinks');
  if (body.tts) requirePermissions(request.world, channel, 'SendTTSMessages');
}

function send(request: ApiRequest, channel: ChannelRecord, body: MessageBody): MessageRecord {
  const { world } = request;
  return createMessage(world, channel, {
    ...body,
    author: presentUser(world.bot),
    attachments: attach(world, channel, body.attachments ?? [], []),
    stickerItems: stickersOf(world, channel, body.stickerIds),
    ...referenced(request, channel, body),
  });
}

/** Message Resource › Message Reference Content Attribution: replies and forwards. */
function referenced(
  request: ApiRequest,
  channel: ChannelRecord,
  { pointsTo: reference }: MessageBody,
): { replyTo?: MessageRecord; forwardOf?: MessageRecord } {
  if (reference === undefined) return {};
  const { world } = request;
  if (reference.type === MessageReferenceType.Forward) {
    const origin = world.channel(reference.channelId ?? '');
    requirePermissions(world, origin, 'ViewChannel', 'ReadMessageHistory');
    const message = world.message(origin, reference.messageId);
    if (!personal.includes(message.data.type) || message.data.poll !== undefined) throw new ApiError(50068);
    return { forwardOf: message };
  }
  if (!botMay(world, channel, 'ReadMessageHistory')) throw new ApiError(160002);
  const elsewhere = reference.channelId !== undefined && reference.channelId !== channel.id;
  const message = elsewhere ? undefined : channel.messages.get(reference.messageId);
  if (message === undefined) {
    if (reference.failIfNotExists) refuseReference('REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
    return {};
  }
  if (!personal.includes(message.data.type)) {
    refuseReference('REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE', 'Cannot reply to a system message');
  }
  return { replyTo: message };
}

function refuseReference(code: string, message: string): never {
  throw new ApiError(50035, 400, 'Invalid Form Body', { message_reference: { _errors: [{ code, message }] } });
}

/** The message that the bot made with this nonce a short while ago, in whatever channel. */
function sameNonce(request: ApiRequest, nonce: MessageBody['nonce']): MessageRecord | undefined {
  if (nonce === undefined) return undefined;
  const { world } = request;
  const known = world.nonces.get(String(nonce));
  if (known === undefined || Date.now() - Date.parse(known.data.timestamp) > nonceMemoryMs) return undefined;
  return world.channels.get(known.data.channel_id)?.messages.has(known.data.id) ? known : undefined;
}

function answerOf(request: ApiRequest, message: MessageRecord): unknown {
  const { nonce } = message;
  if (nonce !== undefined) request.world.nonces.set(String(nonce), message);
  const view = { messageContent: request.messageContent, allMembers: true };
  return { ...presentMessage(request.world, message, view), ...(nonce !== undefined && { nonce }) };
}
