import { createHash } from 'node:crypto';
import { type DiscordConfig, type DiscordRestOptions, readWebhookUrl } from './config.ts';

/** The id and the secret of a webhook. */
export interface WebhookKey {
  readonly id: string;
  readonly token: string;
}

/** A configuration with its defaults filled in. */
export interface DiscordSettings {
  readonly token: string;
  readonly webhooks: 'auto' | 'off' | ReadonlyMap<string, WebhookKey>;
  readonly members: boolean;
  readonly presences: boolean;
  readonly rest: DiscordRestOptions;
  readonly gateway: Readonly<Record<string, unknown>>;
  readonly pingTimeoutMs: number;
}

/** Fills in the defaults. */
export function toSettings(config: DiscordConfig): DiscordSettings {
  const { webhooks = 'auto' } = config;
  return {
    token: config.token.replace(/^Bot /, ''),
    webhooks: typeof webhooks === 'string' ? webhooks : keysOf(webhooks),
    members: config.members ?? false,
    presences: config.presences ?? false,
    rest: config.rest ?? {},
    gateway: config.gateway ?? {},
    // Heartbeats are 41.25 s apart: without an acknowledgement shortly after, the connection is dead.
    pingTimeoutMs: config.pingTimeoutMs ?? 50_000,
  };
}

/**
 * Names the account behind a token. A token begins with the bot's id in base64 (Reference › Authentication); where it
 * does not, a digest stands for it.
 */
export function networkIdOf(token: string): string {
  const id = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('latin1');
  if (/^\d{15,20}$/.test(id)) return `discord:${id}`;
  return `discord:${createHash('sha256').update(token).digest('hex').slice(0, 16)}`;
}

function keysOf(webhooks: Readonly<Record<string, string>>): ReadonlyMap<string, WebhookKey> {
  const keys = Object.entries(webhooks).map(([channel, url]) => [channel, readWebhookUrl(url)] as const);
  return new Map(keys.filter((entry): entry is [string, WebhookKey] => entry[1] !== undefined));
}
