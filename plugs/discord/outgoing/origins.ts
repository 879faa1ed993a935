import type { APIMessage, ApiCall } from '../client.ts';
import { Routes } from '../client.ts';
import { Recent } from '../recent.ts';

/** How many messages are remembered. */
const maxMessages = 10_000;

/** What is remembered of a message, for those who change or answer it. */
export interface Origin {
  /** The webhook it came through, if one. */
  readonly webhookId: string | undefined;
  readonly author: string;
  readonly content: string;
}

/** Where messages came from: a webhook's can be changed only through that webhook. */
export class Origins {
  readonly #known = new Recent<Origin>(maxMessages);
  readonly #call: <T>(call: ApiCall) => Promise<T>;
  readonly #noted: (channelId: string, id: string) => void;

  constructor(call: <T>(call: ApiCall) => Promise<T>, noted: (channelId: string, id: string) => void) {
    this.#call = call;
    this.#noted = noted;
  }

  /** A message was seen or sent. */
  note(message: Pick<APIMessage, 'id' | 'channel_id' | 'author' | 'content' | 'webhook_id'>): void {
    const { id, author, content, webhook_id: webhookId } = message;
    this.#noted(message.channel_id, id);
    this.#known.set(id, { webhookId, author: author.global_name ?? author.username, content: content.slice(0, 200) });
  }

  /** What is known of a message, asked for where nothing is.
   * @throws TielineError when Discord knows nothing either */
  async of(channelId: string, id: string): Promise<Origin> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    this.note(await this.#call<APIMessage>({ method: 'GET', route: Routes.channelMessage(channelId, id) }));
    return this.#known.get(id) ?? { webhookId: undefined, author: '', content: '' };
  }
}
