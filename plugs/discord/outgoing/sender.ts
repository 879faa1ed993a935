import { type Message, type PutOptions, type RichText, TooLongError } from '../../../src/index.ts';
import type { APIMessage, ApiCall } from '../client.ts';
import { Routes } from '../client.ts';
import { hasCode, unknown } from '../faults.ts';
import { Recent } from '../recent.ts';
import type { WebhookKey } from '../settings.ts';
import { UnreadableFile } from '../upload.ts';
import { type Answered, type Body, compose, withoutFiles } from './compose.ts';
import { allowedMentions } from './mentions.ts';
import { webhookName } from './names.ts';
import { toNonce } from './nonce.ts';
import type { Origins } from './origins.ts';
import { type PreparedFile, prepareFiles } from './uploads.ts';
import type { Webhooks } from './webhooks.ts';

/** Where a message goes. */
export interface Target {
  readonly id: string;
  /** The channel whose webhooks speak here: its own, or a thread's parent; none in conversations. */
  readonly webhookHost: string | undefined;
  readonly guildId: string | undefined;
  readonly isThread: boolean;
}

/** What sending works with. */
export interface SenderParts {
  readonly webhooks: Webhooks;
  readonly origins: Origins;
  /** Where people read messages. */
  readonly site: string;
  call<T>(call: ApiCall): Promise<T>;
  render(text: RichText): string;
  warn(message: string, cause?: unknown): void;
}

/** Messages of which some parts were sent when another failed. */
const maxUnfinished = 1000;

/** Sends messages: through a webhook under their author's name, or as the bot. */
export class Sender {
  readonly #parts: SenderParts;
  /** What was sent of a message that then failed, so that a retry goes on from there. */
  readonly #unfinished = new Recent<readonly string[]>(maxUnfinished);
  readonly #keys = new Recent<string>(maxUnfinished);

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** The key of a send whose nonce came back. */
  keyOf(nonce: string): string {
    return this.#keys.get(nonce) ?? nonce;
  }

  /** Sends one part; the ids of what it became. @throws TielineError */
  async put(target: Target, message: Message, options: PutOptions): Promise<readonly string[]> {
    const { as, key } = options;
    const webhook = as && target.webhookHost ? await this.#parts.webhooks.in(target.webhookHost) : undefined;
    const files = await prepareFiles(message.attachments);
    const heading = {
      name: webhook === undefined ? as : undefined,
      answered: webhook === undefined ? undefined : await this.answered(target, message),
    };
    const bodies = [...compose(message, files, heading, this.#parts.render)];
    const place = `${target.id}/${key}`;
    const ids = [...(this.#unfinished.get(place) ?? [])];
    const send = async (body: Body, index: number): Promise<APIMessage> => {
      if (webhook !== undefined) return await this.#throughWebhook(target, webhook, body, options);
      return await this.#asBot(
        target,
        body,
        { ...options, key: index === 0 ? key : `${key}+${index}` },
        message,
        index,
      );
    };
    for (let index = ids.length; index < bodies.length; index += 1) {
      const body = bodies[index] as Body;
      try {
        const sent = await send(body, index);
        this.#parts.origins.note(sent);
        ids.push(sent.id);
        if (bodies.length > 1) this.#unfinished.set(place, [...ids]);
      } catch (error) {
        // Nothing of it was sent: its text goes without what could not.
        const gone = unfit(body, error);
        if (gone.size === 0) throw error;
        this.#parts.warn(`${[...gone].map(({ upload }) => upload.name).join(', ')}: not uploaded, only named`, error);
        bodies.splice(index, 1, ...withoutFiles(body, gone));
        index -= 1;
      }
    }
    this.#unfinished.delete(place);
    return ids;
  }

  /** What a message answers, for a webhook to quote: webhooks cannot answer. */
  async answered(target: Target, { replyTo, quoted }: Message): Promise<Answered | undefined> {
    if (replyTo === undefined) return undefined;
    const link = `${this.#parts.site}/channels/${target.guildId ?? '@me'}/${target.id}/${replyTo.id}`;
    const author = quoted?.user?.nick;
    if (author !== undefined) return { author, text: String(quoted?.text ?? ''), link };
    try {
      const { author: name, content } = await this.#parts.origins.of(target.id, replyTo.id);
      return { author: name, text: content, link };
    } catch (error) {
      // What is answered is gone: then there is nothing to quote.
      if (hasCode(error, unknown.message)) return undefined;
      throw error;
    }
  }

  async #asBot(target: Target, body: Body, options: PutOptions, message: Message, index: number): Promise<APIMessage> {
    const send = (nonce: string): Promise<APIMessage> => {
      this.#keys.set(nonce, options.key);
      const json = {
        ...toJson(body, options.pings),
        nonce,
        enforce_nonce: true,
        ...(index === 0 && message.replyTo && { message_reference: toReference(message.replyTo.id) }),
      };
      return this.#post(Routes.channelMessages(target.id), body, json, options);
    };
    const sent = await send(toNonce(options.key));
    // A nonce holds for all that an author sends: a caller's key may have been used in another channel already.
    return sent.channel_id === target.id ? sent : await send(toNonce(`${options.key}@${target.id}+unique`));
  }

  async #throughWebhook(target: Target, webhook: WebhookKey, body: Body, options: PutOptions): Promise<APIMessage> {
    const { as, pings } = options;
    const json = {
      ...toJson(body, pings),
      ...(as && { username: webhookName(as) }),
      ...(as?.avatar && isWeb(as.avatar) && { avatar_url: as.avatar }),
    };
    const query = { wait: 'true', ...(target.isThread && { thread_id: target.id }) };
    const execute = ({ id, token }: WebhookKey): Promise<APIMessage> =>
      this.#post(Routes.webhook(id, token), body, json, options, query);
    try {
      return await execute(webhook);
    } catch (error) {
      // Somebody deleted it: nothing was sent, and another can be made.
      if (!hasCode(error, unknown.webhook, 50027) || target.webhookHost === undefined) throw error;
      this.#parts.webhooks.forget(target.webhookHost);
      const another = await this.#parts.webhooks.in(target.webhookHost);
      if (another === undefined || another.id === webhook.id) throw error;
      return await execute(another);
    }
  }

  #post(
    route: string,
    body: Body,
    json: unknown,
    { signal }: PutOptions,
    query?: Readonly<Record<string, string>>,
  ): Promise<APIMessage> {
    return this.#parts.call<APIMessage>({
      method: 'POST',
      route,
      body: json,
      signal,
      ...(query && { query, open: true }),
      ...(body.files.length > 0 && { files: body.files.map(({ upload }) => upload) }),
    });
  }
}

/** The files of a body that cannot be uploaded: the one that could not be read, or all where they were too large. */
function unfit({ files }: Body, error: unknown): ReadonlySet<PreparedFile> {
  if (error instanceof TooLongError) return new Set(files);
  return new Set(files.filter(({ upload }) => error instanceof UnreadableFile && error.upload === upload));
}

/** The part of a body that is the same for bots and webhooks. */
export function toJson({ content, embeds, files }: Body, pings: boolean): Record<string, unknown> {
  return {
    ...(content !== '' && { content }),
    ...(embeds.length > 0 && { embeds }),
    allowed_mentions: allowedMentions(pings),
    ...(files.length > 0 && {
      attachments: files.map(({ upload, description, spoiler }, id) => ({
        id,
        filename: upload.name,
        ...(description && { description }),
        ...(spoiler && { is_spoiler: true }),
      })),
    }),
  };
}

/** A reply is sent even when what it answers was deleted meanwhile. */
function toReference(id: string): object {
  return { message_id: id, fail_if_not_exists: false };
}

function isWeb(url: string): boolean {
  return url.length <= 2048 && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
}
