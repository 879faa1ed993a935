import type { APIWebhook, ApiCall } from '../client.ts';
import { Routes } from '../client.ts';
import { hasCode } from '../faults.ts';
import type { DiscordSettings, WebhookKey } from '../settings.ts';

/** What webhooks are looked for and made with. */
export interface WebhookParts {
  readonly settings: Pick<DiscordSettings, 'webhooks'>;
  call<T>(call: ApiCall): Promise<T>;
  /** The id of the bot's application, which is that of its account. */
  applicationId(): string;
  /** The id of the channel that a key of the configuration names. */
  idOf(source: string): string | undefined;
  warn(message: string, cause?: unknown): void;
}

/** The name that our webhooks have in the settings of a channel; what they say comes under the authors' names. */
const webhookName = 'tieline';

/** Opcodes and Status Codes › JSON: missing access, missing permission, too many webhooks, a channel that has none. */
const impossible = [50001, 50013, 30007, 50024] as const;

/** How long a channel that we can have no webhook in is left alone, in ms. */
const retryAfterMs = 300_000;

/** One webhook a channel, found or made when it is first needed. */
export class Webhooks {
  readonly #parts: WebhookParts;
  readonly #known = new Map<string, Promise<WebhookKey | undefined>>();
  readonly #refused = new Map<string, number>();

  constructor(parts: WebhookParts) {
    this.#parts = parts;
  }

  /** The webhook to speak through in a channel (a thread's is its parent's); undefined where there can be none. */
  in(channelId: string): Promise<WebhookKey | undefined> {
    const { webhooks } = this.#parts.settings;
    if (webhooks === 'off') return Promise.resolve(undefined);
    if (webhooks !== 'auto') return Promise.resolve(this.#configured(channelId, webhooks));
    const refusedAt = this.#refused.get(channelId);
    if (refusedAt !== undefined && performance.now() - refusedAt < retryAfterMs) return Promise.resolve(undefined);
    const known = this.#known.get(channelId) ?? this.#findOrMake(channelId);
    this.#known.set(channelId, known);
    // What failed is tried again with the next message.
    known.catch(() => this.#known.delete(channelId));
    return known;
  }

  /** Whether a message came through a webhook of ours: the application's, or one of the configuration. */
  owns(webhookId: string, applicationId: string | undefined): boolean {
    if (applicationId !== undefined && applicationId === this.#parts.applicationId()) return true;
    const { webhooks } = this.#parts.settings;
    return typeof webhooks !== 'string' && [...webhooks.values()].some(({ id }) => id === webhookId);
  }

  /** The secret of a webhook of ours, by its id. */
  async key(channelId: string, webhookId: string): Promise<WebhookKey | undefined> {
    const own = await this.in(channelId);
    return own?.id === webhookId ? own : undefined;
  }

  /** A webhook is gone: another is found or made with the next message. */
  forget(channelId: string): void {
    this.#known.delete(channelId);
  }

  /** Something changed among a channel's webhooks: what was refused may be possible now. */
  changed(channelId: string): void {
    this.#refused.delete(channelId);
  }

  #configured(channelId: string, webhooks: ReadonlyMap<string, WebhookKey>): WebhookKey | undefined {
    for (const [source, key] of webhooks) if (this.#parts.idOf(source) === channelId) return key;
    return undefined;
  }

  async #findOrMake(channelId: string): Promise<WebhookKey | undefined> {
    const route = Routes.channelWebhooks(channelId);
    const made = (): Promise<APIWebhook | undefined> => this.#find(route);
    try {
      const body = { name: webhookName };
      return toKey((await made()) ?? (await this.#parts.call<APIWebhook>({ method: 'POST', route, body, made })));
    } catch (error) {
      if (!hasCode(error, ...impossible)) throw error;
      this.#refused.set(channelId, performance.now());
      this.#known.delete(channelId);
      this.#parts.warn(`no webhook in channel ${channelId}: names stand in front of the text there`, error);
      return undefined;
    }
  }

  /** The webhook of ours in a channel: whoever shares the account shares the oldest, so that fifteen are enough for all. */
  async #find(route: ApiCall['route']): Promise<APIWebhook | undefined> {
    const present = await this.#parts.call<APIWebhook[]>({ method: 'GET', route });
    return present
      .filter((webhook) => webhook.application_id === this.#parts.applicationId() && webhook.token !== undefined)
      .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))[0];
  }
}

function toKey({ id, token }: APIWebhook): WebhookKey | undefined {
  return token === undefined ? undefined : { id, token };
}
