import { MessageFlags, MessageType } from 'discord-api-types/v10';
import { deleteMessage, deleteMessages, editMessage } from '../acts/change-message.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { presentMessage } from '../present/message.ts';
import { Form } from '../rules/form.ts';
import { checkMessageBody, isEmpty } from '../rules/message-body.ts';
import { botMay, requirePermissions } from '../state/permissions.ts';
import type { ChannelRecord, MessageRecord } from '../state/records.ts';
import { compareIds, timeOf } from '../state/snowflake.ts';
import { channelOf, limitOf, messageOf, noContent, requireActive } from './access.ts';
import { attach } from './attach.ts';
import { createMessageRoute } from './create-message.ts';

const fortnightMs = 14 * 86_400_000;

/** Message Resource: reading, editing and deleting. */
export const messageRoutes: readonly Route[] = [
  createMessageRoute,
  { method: 'GET', path: '/channels/:channel/messages', handle: list },
  {
    method: 'GET',
    path: '/channels/:channel/messages/:message',
    handle: (request) => {
      const channel = channelOf(request, 'ReadMessageHistory');
      return { status: 200, body: show(request, messageOf(request, channel)) };
    },
  },
  { method: 'PATCH', path: '/channels/:channel/messages/:message', handle: edit },
  {
    // Message Resource › Delete Message
    method: 'DELETE',
    path: '/channels/:channel/messages/:message',
    handle: (request) => {
      const channel = channelOf(request);
      const message = messageOf(request, channel);
      if (message.data.author.id !== request.world.bot.id) requirePermissions(request.world, channel, 'ManageMessages');
      requireActive(request, channel);
      deleteMessage(request.world, channel, message.data.id);
      return noContent;
    },
  },
  {
    // Message Resource › Bulk Delete Messages
    method: 'POST',
    path: '/channels/:channel/messages/bulk-delete',
    handle: (request) => {
      const channel = channelOf(request);
      if (channel.guildId === null) throw new ApiError(50003);
      requirePermissions(request.world, channel, 'ManageMessages');
      const form = new Form();
      const given = form.object([], request.json);
      form.required(['messages'], given['messages']);
      const ids = form
        .list(['messages'], given['messages'], 100, 2)
        .map((id, index) => form.snowflake(['messages', index], id) ?? '0');
      if (new Set(ids).size < ids.length) form.fail(['messages'], 'LIST_ITEM_DUPLICATE', 'Duplicate message ids.');
      form.check();
      if (ids.some((id) => timeOf(id) < Date.now() - fortnightMs)) throw new ApiError(50034);
      deleteMessages(
        request.world,
        channel,
        ids.filter((id) => channel.messages.has(id)),
      );
      return noContent;
    },
  },
];

/** A message in an answer. */
export function show(request: ApiRequest, message: MessageRecord): unknown {
  return presentMessage(request.world, message, { messageContent: request.messageContent, allMembers: true });
}

/** Message Resource › Get Channel Messages: newest first; one of `around`, `before`, `after`. */
function list(request: ApiRequest): ApiResponse {
  const channel = channelOf(request);
  const limit = limitOf(request, 100, 50);
  const given = ['around', 'before', 'after'].filter((key) => request.query.has(key));
  const form = new Form();
  for (const key of given) {
    form.snowflake([key], request.query.get(key));
    if (given.length > 1) form.fail([key], 'MUTUALLY_EXCLUSIVE', 'Only one of around, before, after may be passed.');
  }
  form.check();
  // “If the current user is missing the READ_MESSAGE_HISTORY permission … no messages will be returned.”
  if (!botMay(request.world, channel, 'ReadMessageHistory')) return { status: 200, body: [] };
  const page = pick(channel, given[0], request.query.get(given[0] ?? '') ?? '', limit);
  return { status: 200, body: page.map((message) => show(request, message)) };
}

function pick(channel: ChannelRecord, key: string | undefined, id: string, limit: number): MessageRecord[] {
  const messages = [...channel.messages.values()];
  const older = messages.filter((message) => compareIds(message.data.id, id) < 0);
  const newer = messages.filter((message) => compareIds(message.data.id, id) > 0);
  if (key === undefined) return messages.slice(-limit).toReversed();
  if (key === 'before') return older.slice(-limit).toReversed();
  if (key === 'after') return newer.slice(0, limit).toReversed();
  const half = Math.floor(limit / 2);
  const middle = channel.messages.get(id);
  return [...older.slice(-half), ...(middle ? [middle] : []), ...newer.slice(0, half)].slice(0, limit).toReversed();
}

/** Message Resource › Edit Message. */
function edit(request: ApiRequest): ApiResponse {
  const channel = channelOf(request);
  const message = messageOf(request, channel);
  if (message.data.author.id !== request.world.bot.id) throw new ApiError(50005);
  requireActive(request, channel);
  applyEdit(request, channel, message);
  return { status: 200, body: show(request, message) };
}

/** Edits a message as the body of a request says: of a bot's own, or of a webhook's.
 * @throws ApiError 50021, 50162, 520003, 50006, 50035 */
export function applyEdit(request: ApiRequest, channel: ChannelRecord, message: MessageRecord): void {
  if (![MessageType.Default, MessageType.Reply].includes(message.data.type)) throw new ApiError(50021);
  if ((message.data.flags ?? 0) & MessageFlags.IsVoiceMessage) throw new ApiError(50162);
  if (message.data.poll !== undefined) throw new ApiError(520003);
  const form = new Form();
  const rules = {
    flags: MessageFlags.SuppressEmbeds,
    kept: (id: string) => message.data.attachments.some((attachment) => attachment.id === id),
  };
  const body = checkMessageBody(form, request.json, request.files, rules);
  form.check();
  const given = (request.json ?? {}) as Record<string, unknown>;
  // All parameters are optional and nullable: null empties a field.
  const content = given['content'] === null ? '' : body.content;
  const added = attach(request.world, channel, body.attachments ?? [], message.data.attachments);
  // Files without `attachments` are appended; with it, only what it lists stays.
  const attachments = given['attachments'] === undefined ? [...message.data.attachments, ...added] : added;
  const embeds = body.embeds ?? message.data.embeds;
  const text = content ?? message.data.content;
  if (isEmpty({ ...body, content: text, embeds, attachments: [] }) && attachments.length === 0) {
    throw new ApiError(50006);
  }
  const flags = given['flags'] === undefined ? message.data.flags : body.flags;
  const changes = { embeds, attachments, flags: flags ?? 0, ...(content !== undefined && { content }) };
  editMessage(request.world, message, changes, body.allowedMentions);
}
