import { type APIUser, ChannelType } from 'discord-api-types/v10';
import { deleteMessage } from '../acts/change-message.ts';
import { createMessage } from '../acts/create-message.ts';
import { startThread } from '../acts/threads.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { Form } from '../rules/form.ts';
import { checkMessageBody, createFlags, isEmpty, type MessageBody } from '../rules/message-body.ts';
import { checkUrl, checkWebhookName } from '../rules/names.ts';
import type { ChannelRecord, MessageRecord, WebhookRecord } from '../state/records.ts';
import { noContent } from './access.ts';
import { attach } from './attach.ts';
import { applyEdit, show } from './messages.ts';
import { webhookOf } from './webhooks.ts';

const message = '/webhooks/:webhook/:token/messages/:message';

/** Webhook Resource › Execute Webhook, Get/Edit/Delete Webhook Message. */
export const webhookMessageRoutes: readonly Route[] = [
  { method: 'POST', path: '/webhooks/:webhook/:token', open: true, handle: execute },
  {
    method: 'GET',
    path: message,
    open: true,
    handle: (request) => ({ status: 200, body: show(request, own(request).found) }),
  },
  {
    method: 'PATCH',
    path: message,
    open: true,
    handle: (request) => {
      const { channel, found } = own(request);
      if (channel.thread?.archived) throw new ApiError(50083);
      applyEdit(request, channel, found);
      return { status: 200, body: show(request, found) };
    },
  },
  {
    method: 'DELETE',
    path: message,
    open: true,
    handle: (request) => {
      const { channel, found } = own(request);
      if (channel.thread?.archived) throw new ApiError(50083);
      deleteMessage(request.world, channel, found.data.id);
      return noContent;
    },
  },
];

function execute(request: ApiRequest): ApiResponse {
  const { world } = request;
  const webhook = webhookOf(request);
  const form = new Form();
  const given = form.object([], request.json);
  const username = checkWebhookName(form, ['username'], given['username'] || undefined);
  const avatarUrl = checkUrl(form, ['avatar_url'], given['avatar_url'] || undefined, ['http', 'https']);
  const threadName = form.text(['thread_name'], given['thread_name'], { min: 1, max: 100 });
  const checked = checkMessageBody(form, given, request.files, { flags: createFlags, kept: () => false });
  form.check();
  // A webhook takes neither nonce, nor reference, nor stickers: they are not among its params, so they are ignored.
  const body: MessageBody = { ...checked, nonce: undefined, pointsTo: undefined, stickerIds: [] };
  if (isEmpty(body)) throw new ApiError(50006);
  const channel = placeOf(request, webhook, threadName);
  const made = createMessage(world, channel, {
    ...body,
    ...(threadName !== undefined && { id: channel.id }),
    author: voiceOf(webhook, username, avatarUrl),
    webhookId: webhook.id,
    applicationId: webhook.applicationId ?? undefined,
    avatarUrl,
    attachments: attach(world, channel, body.attachments ?? [], []),
  });
  return request.query.get('wait') === 'true' ? { status: 200, body: show(request, made) } : noContent;
}

/** Where a webhook speaks: its channel, a thread of it, or a new post of its forum.
 * @throws ApiError 220001, 220002, 220003, 10003, 160005 */
function placeOf(request: ApiRequest, webhook: WebhookRecord, threadName: string | undefined): ChannelRecord {
  const { world } = request;
  const channel = world.channel(webhook.channelId);
  const threadId = request.query.get('thread_id');
  const forum = channel.type === ChannelType.GuildForum;
  if (forum && threadId === null && threadName === undefined) throw new ApiError(220001);
  if (threadId !== null && threadName !== undefined) throw new ApiError(220002);
  if (!forum && threadName !== undefined) throw new ApiError(220003);
  if (threadName !== undefined) {
    return startThread(world, channel, { name: threadName, type: ChannelType.PublicThread, ownerId: webhook.id });
  }
  if (threadId === null) return channel;
  const thread = threadIn(request, webhook, threadId);
  if (thread.thread?.locked) throw new ApiError(160005);
  return thread;
}

function threadIn(request: ApiRequest, webhook: WebhookRecord, threadId: string): ChannelRecord {
  const thread = request.world.channel(threadId);
  if (thread.thread === null || thread.parentId !== webhook.channelId) throw new ApiError(10003);
  return thread;
}

/** A message of this very webhook, in its channel or in the thread that is named.
 * @throws ApiError 10008 */
function own(request: ApiRequest): { channel: ChannelRecord; found: MessageRecord } {
  const webhook = webhookOf(request);
  const threadId = request.query.get('thread_id');
  const channel = threadId === null ? request.world.channel(webhook.channelId) : threadIn(request, webhook, threadId);
  const found = request.world.message(channel, request.param('message'));
  if (found.data.webhook_id !== webhook.id) throw new ApiError(10008);
  return { channel, found };
}

/** The author that a webhook's message has: the webhook's id, and the name and picture of the moment. */
export function voiceOf(webhook: WebhookRecord, name?: string, avatarUrl?: string): APIUser {
  const avatar = avatarUrl === undefined ? webhook.avatar : Buffer.from(avatarUrl).toString('hex').slice(-32);
  return {
    id: webhook.id,
    username: name ?? webhook.name,
    discriminator: '0000',
    global_name: null,
    avatar,
    bot: true,
  };
}
