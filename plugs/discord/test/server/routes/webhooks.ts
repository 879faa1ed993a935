import { randomBytes } from 'node:crypto';
import { ChannelType } from 'discord-api-types/v10';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { presentWebhook } from '../present/webhook.ts';
import { Form } from '../rules/form.ts';
import { checkWebhookName } from '../rules/names.ts';
import { requirePermissions } from '../state/permissions.ts';
import type { ChannelRecord, WebhookRecord } from '../state/records.ts';
import type { World } from '../state/world.ts';
import { channelOf, noContent } from './access.ts';

/** The kinds of channel that have webhooks (as is seen; threads use their parent's). */
const hosts = [
  ChannelType.GuildText,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
  ChannelType.GuildVoice,
] as readonly ChannelType[];

/** Webhook Resource: the webhooks themselves. */
export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels/:channel/webhooks', handle: create },
  {
    method: 'GET',
    path: '/channels/:channel/webhooks',
    handle: (request) => {
      const channel = webhookHost(request);
      const found = [...request.world.webhooks.values()].filter((webhook) => webhook.channelId === channel.id);
      return { status: 200, body: found.map((webhook) => presentWebhook(webhook, false)) };
    },
  },
  {
    method: 'GET',
    path: '/webhooks/:webhook',
    handle: (request) => ({ status: 200, body: presentWebhook(managed(request), false) }),
  },
  {
    method: 'GET',
    path: '/webhooks/:webhook/:token',
    open: true,
    handle: (request) => ({ status: 200, body: presentWebhook(webhookOf(request), true) }),
  },
  { method: 'PATCH', path: '/webhooks/:webhook', handle: (request) => modify(request, managed(request), false) },
  {
    method: 'PATCH',
    path: '/webhooks/:webhook/:token',
    open: true,
    handle: (request) => modify(request, webhookOf(request), true),
  },
  { method: 'DELETE', path: '/webhooks/:webhook', handle: (request) => remove(request, managed(request)) },
  {
    method: 'DELETE',
    path: '/webhooks/:webhook/:token',
    open: true,
    handle: (request) => remove(request, webhookOf(request)),
  },
];

/** The webhook of a path that carries its token.
 * @throws ApiError 10015, 50027 */
export function webhookOf(request: ApiRequest): WebhookRecord {
  const webhook = request.world.webhooks.get(request.param('webhook'));
  if (webhook === undefined) throw new ApiError(10015);
  if (webhook.token !== request.param('token')) throw new ApiError(50027);
  return webhook;
}

/** Tells that a channel's webhooks are not what they were, but not how (Gateway Events › Webhooks Update). */
export function announceWebhooks(world: World, { guildId, channelId }: WebhookRecord): void {
  world.announce({
    t: 'WEBHOOKS_UPDATE',
    d: () => ({ guild_id: guildId, channel_id: channelId }),
    guildId,
    channelId,
  });
}

/** Makes a webhook without asking whether one may. */
export function addWebhook(
  world: World,
  channel: ChannelRecord,
  made: Pick<WebhookRecord, 'name' | 'avatar' | 'creator' | 'applicationId'>,
): WebhookRecord {
  const webhook: WebhookRecord = {
    ...made,
    id: world.ids.next(),
    token: randomBytes(51).toString('base64url'),
    guildId: channel.guildId ?? '',
    channelId: channel.id,
  };
  world.webhooks.set(webhook.id, webhook);
  announceWebhooks(world, webhook);
  return webhook;
}

/** Webhook Resource › Create Webhook; 15 a channel (Opcodes and Status Codes › 30007). */
function create(request: ApiRequest): ApiResponse {
  const channel = webhookHost(request);
  const { world } = request;
  const form = new Form();
  const given = form.object([], request.json);
  form.required(['name'], given['name']);
  const name = checkWebhookName(form, ['name'], given['name']) ?? '';
  form.text(['avatar'], given['avatar'], { max: 10_000_000 });
  form.check();
  const count = [...world.webhooks.values()].filter((webhook) => webhook.channelId === channel.id).length;
  if (count >= 15) throw new ApiError(30007);
  const avatar = given['avatar'] ? randomBytes(16).toString('hex') : null;
  const webhook = addWebhook(world, channel, { name, avatar, creator: world.bot, applicationId: world.bot.id });
  return { status: 200, body: presentWebhook(webhook, false) };
}

/** Webhook Resource › Modify Webhook (… with Token: it cannot be moved). */
function modify(request: ApiRequest, webhook: WebhookRecord, withToken: boolean): ApiResponse {
  const form = new Form();
  const given = form.object([], request.json);
  const name = checkWebhookName(form, ['name'], given['name']);
  const channelId = withToken ? undefined : form.snowflake(['channel_id'], given['channel_id']);
  form.check();
  if (name !== undefined) webhook.name = name;
  if (given['avatar'] !== undefined) webhook.avatar = given['avatar'] ? randomBytes(16).toString('hex') : null;
  if (channelId !== undefined) {
    requirePermissions(request.world, request.world.channel(channelId), 'ManageWebhooks');
    webhook.channelId = channelId;
  }
  announceWebhooks(request.world, webhook);
  return { status: 200, body: presentWebhook(webhook, withToken) };
}

function remove(request: ApiRequest, webhook: WebhookRecord): ApiResponse {
  request.world.webhooks.delete(webhook.id);
  announceWebhooks(request.world, webhook);
  return noContent;
}

function webhookHost(request: ApiRequest): ChannelRecord {
  const channel = channelOf(request, 'ManageWebhooks');
  if (!hosts.includes(channel.type)) throw new ApiError(50024);
  return channel;
}

/** The webhook of a path without token: for those who may manage it, or whose application made it. */
function managed(request: ApiRequest): WebhookRecord {
  const webhook = request.world.webhooks.get(request.param('webhook'));
  if (webhook === undefined) throw new ApiError(10015);
  if (webhook.applicationId !== request.world.bot.id) {
    requirePermissions(request.world, request.world.channel(webhook.channelId), 'ManageWebhooks');
  }
  return webhook;
}
