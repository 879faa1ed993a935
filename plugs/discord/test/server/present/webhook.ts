import { type APIWebhook, WebhookType } from 'discord-api-types/v10';
import type { WebhookRecord } from '../state/records.ts';
import { presentUser } from './user.ts';

/** A webhook (Webhook Resource › Webhook Structure); read with its token it does not tell who made it. */
export function presentWebhook(webhook: WebhookRecord, withToken: boolean): APIWebhook {
  return {
    id: webhook.id,
    type: WebhookType.Incoming,
    guild_id: webhook.guildId,
    channel_id: webhook.channelId,
    name: webhook.name,
    avatar: webhook.avatar,
    token: webhook.token,
    application_id: webhook.applicationId,
    ...(!withToken && { user: presentUser(webhook.creator) }),
  };
}
