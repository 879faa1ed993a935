import { type Message, type MessageRef, type PutOptions, UnsupportedError } from '../../../src/index.ts';
import type { APIMessage } from '../client.ts';
import { Routes } from '../client.ts';
import type { Directory } from '../directory.ts';
import { hasCode, unknown } from '../faults.ts';
import type { WebhookKey } from '../settings.ts';
import { compose } from './compose.ts';
import { readEmoji } from './emoji.ts';
import { type Sender, type SenderParts, type Target, toJson } from './sender.ts';

/** Edits, deletes and reacts, as the bot or through the webhook that a message came through. */
export class Changer {
  readonly #parts: SenderParts;
  readonly #sender: Sender;
  readonly #directory: Directory;

  constructor(parts: SenderParts, sender: Sender, directory: Directory) {
    this.#parts = parts;
    this.#sender = sender;
    this.#directory = directory;
  }

  /** Gives a message a new content; its files stay. @throws TielineError */
  async edit(target: Target, { id }: MessageRef, message: Message, options: PutOptions): Promise<void> {
    const webhook = await this.#webhookOf(target, id);
    const heading = {
      name: webhook === undefined ? options.as : undefined,
      answered: webhook === undefined ? undefined : await this.#sender.answered(target, message),
    };
    const { render } = this.#parts;
    const body = compose(message, { loads: [], lines: [] }, heading, render).at(-1) ?? {
      content: '',
      embeds: [],
      files: [],
    };
    const { content, embeds } = body;
    const json = { ...toJson(body, options.pings), content, embeds };
    const sent = await this.#parts.call<APIMessage>({
      method: 'PATCH',
      body: json,
      signal: options.signal,
      ...routeOf(target, id, webhook),
    });
    this.#parts.origins.note(sent);
  }

  /** Takes a message away; one that is gone already is as wanted. @throws TielineError */
  async delete(target: Target, { id }: MessageRef, { signal }: PutOptions): Promise<void> {
    try {
      const webhook = await this.#webhookOf(target, id);
      await this.#parts.call({ method: 'DELETE', signal, ...routeOf(target, id, webhook) });
    } catch (error) {
      if (!hasCode(error, unknown.message)) throw error;
    }
  }

  /**
   * Adds our reaction to a message, or takes it back.
   * @throws UnsupportedError for a custom emoji that no guild of the bot has
   */
  async react(target: Target, { id }: MessageRef, text: string, on: boolean, { signal }: PutOptions): Promise<void> {
    const emoji = readEmoji(this.#directory, text, target.guildId);
    if (emoji === undefined) {
      throw new UnsupportedError(`Discord: the bot has no emoji ${text}`, { capability: 'reaction' });
    }
    const route = Routes.channelMessageOwnReaction(target.id, id, encodeURIComponent(emoji));
    await this.#parts.call({ method: on ? 'PUT' : 'DELETE', route, signal });
  }

  /** The webhook that a message came through, where it is one of ours. */
  async #webhookOf(target: Target, id: string): Promise<WebhookKey | undefined> {
    const { webhookId } = await this.#parts.origins.of(target.id, id);
    if (webhookId === undefined || target.webhookHost === undefined) return undefined;
    return await this.#parts.webhooks.key(target.webhookHost, webhookId);
  }
}

function routeOf(
  target: Target,
  id: string,
  webhook: WebhookKey | undefined,
): { route: string; open?: boolean; query?: Record<string, string> } {
  if (webhook === undefined) return { route: Routes.channelMessage(target.id, id) };
  const query = target.isThread ? { thread_id: target.id } : undefined;
  return { route: Routes.webhookMessage(webhook.id, webhook.token, id), open: true, ...(query && { query }) };
}
