// The only file that imports discord.js. From it come the connection to the gateway with its resumes, and the queue that
// keeps to the rate limits; what is dispatched and what is asked is plain data of the API, version 10.
import { setTimeout as delay } from 'node:timers/promises';
import {
  ActivityType,
  Client,
  DefaultRestOptions,
  GatewayIntentBits,
  Options,
  RateLimitError,
  type RESTOptions,
  SimpleShardingStrategy,
} from 'discord.js';
import { AuthError, ConfigError, NotConnectedError } from '../../src/index.ts';
import { type ApiCall, isRepeatable } from './api-call.ts';
import { toTielineError } from './faults.ts';
import { Pulse } from './pulse.ts';
import type { DiscordSettings } from './settings.ts';
import { dropSockets, stayClosed, surviveLateResume } from './shard-faults.ts';
import { nothingCached } from './uncached.ts';
import { UploadBody } from './upload.ts';

export type {
  APIAllowedMentions,
  APIAttachment,
  APIChannel,
  APIEmbed,
  APIEmoji,
  APIGuildMember,
  APIMessage,
  APIPartialEmoji,
  APIRole,
  APIStickerItem,
  APIUser,
  APIWebhook,
} from 'discord.js';
export { ChannelType, EmbedType, MessageFlags, MessageReferenceType, MessageType, Routes } from 'discord.js';
export type { ApiCall } from './api-call.ts';

/** One event of the gateway, as it was dispatched. */
export interface Packet {
  readonly t: string;
  readonly d: unknown;
}

/** What becomes of the connection, and what comes through it. */
export interface ClientListener {
  packet(packet: Packet): void;
  /** The gateway was lost, and is being sought. */
  reconnecting(cause?: Error): void;
  /** The session goes on where it was left; nothing was missed. */
  resumed(): void;
  /** A new session began where another could not be resumed: what happened between them is not known. */
  restarted(): void;
  /** It will not come back by itself. */
  lost(cause: Error): void;
  /** A request has to wait. */
  limited(route: string, waitMs: number): void;
}

/** The longest that a request waits for its turn before it is given back as rate limited, in ms. */
const maxLimitWaitMs = 20_000;

/** How often a request is made whose answers get lost, and how long is waited before the second time, doubled, in ms. */
const maxAttempts = 5;
const retryDelayMs = 50;

/** One login of the bot. */
export class DiscordClient {
  readonly #client: Client;
  readonly #token: string;
  readonly #listener: ClientListener;
  readonly #pulse: Pulse;
  #strategy: SimpleShardingStrategy | undefined;
  readonly #over = new AbortController();
  #ready = false;
  #closeCode: number | undefined;

  constructor(
    settings: DiscordSettings,
    intents: readonly (keyof typeof GatewayIntentBits)[],
    listener: ClientListener,
  ) {
    this.#token = settings.token;
    this.#listener = listener;
    const { makeRequest: make = DefaultRestOptions.makeRequest } = settings.rest as Partial<RESTOptions>;
    // discord.js itself holds whole files in memory.
    const makeRequest: RESTOptions['makeRequest'] = (url, init) => {
      const { body } = init as { body?: unknown };
      if (!(body instanceof UploadBody)) return make(url, init);
      return fetch(url, { ...init, body: body.open(), duplex: 'half' } as never);
    };
    this.#client = new Client({
      intents: intents.map((name) => GatewayIntentBits[name]),
      shards: 'auto',
      makeCache: Options.cacheWithLimits(nothingCached),
      // Retrying is the core's: only it knows whether a message may be sent twice.
      rest: {
        timeout: 30_000,
        ...settings.rest,
        retries: 0,
        makeRequest,
        rejectOnRateLimit: ({ timeToReset, sublimitTimeout, retryAfter, route }) => {
          const waitMs = Math.max(timeToReset, sublimitTimeout, retryAfter);
          listener.limited(route, waitMs);
          return waitMs > maxLimitWaitMs;
        },
      },
      ws: {
        ...settings.gateway,
        // The one way to hear that heartbeats are answered: discord.js itself notices only at the next one.
        buildStrategy: (manager) => {
          manager.on('heartbeat' as never, (() => this.#pulse.beat()) as never);
          stayClosed(manager, () => this.#closed);
          surviveLateResume(manager, (shardId) => this.#client.ws.shards.get(shardId));
          this.#strategy = new SimpleShardingStrategy(manager);
          return this.#strategy;
        },
      },
    });
    this.#pulse = new Pulse(settings.pingTimeoutMs, () => {
      listener.lost(new NotConnectedError(`Discord: nothing came from the gateway for ${settings.pingTimeoutMs} ms`));
    });
    this.#listen();
  }

  get #closed(): boolean {
    return this.#over.signal.aborted;
  }

  /** Where pictures and files are. */
  get cdn(): string {
    return this.#client.rest.options.cdn;
  }

  /** Where people read messages: the site that the API belongs to. */
  get site(): string {
    return new URL(this.#client.rest.options.api).origin;
  }

  /**
   * Logs in; resolves once every guild is known.
   * @throws AuthError, ConfigError (a privileged intent that is not switched on), NotConnectedError
   */
  async open(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = (): void => reject(new NotConnectedError('the login was given up'));
    signal.addEventListener('abort', abort, { once: true });
    this.#client.once('clientReady', () => resolve());
    this.#client.login(this.#token).catch((error: unknown) => reject(this.#explain(error)));
    try {
      signal.throwIfAborted();
      await promise;
      this.#ready = true;
      this.#pulse.start();
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Logs out and lets go of everything. */
  async close(): Promise<void> {
    this.#over.abort();
    this.#pulse.stop();
    dropSockets(this.#strategy);
    await this.#client.destroy();
  }

  /** Shows whether the bot is there (Gateway Events › Update Presence), with a status text of its own. */
  showPresence(status: 'online' | 'idle' | 'dnd' | 'invisible', text?: string): void {
    const activities = text === undefined ? [] : [{ name: 'Custom Status', type: ActivityType.Custom, state: text }];
    this.#client.user?.setPresence({ status, activities });
  }

  /**
   * Asks the API something. What may be asked twice is, where the answer got lost.
   * @throws TielineError
   */
  async call<T>(call: ApiCall): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#request<T>(call);
      } catch (error) {
        const failure = toTielineError(error);
        // A webhook's own secret may be wrong; a wrong token is the end of everything.
        if (failure instanceof AuthError && call.open !== true && this.#ready) this.#listener.lost(failure);
        const again = isRepeatable(call) && failure.retryable && !failure.certain && attempt < maxAttempts;
        if (!again) throw failure;
        await this.#pause(retryDelayMs * 2 ** attempt, failure, call.signal);
        const made = await call.made?.();
        if (made !== undefined) return made as T;
      }
    }
  }

  /** Waits before another attempt. @throws failure where nobody waits for it any more */
  async #pause(ms: number, failure: Error, signal: AbortSignal | undefined): Promise<void> {
    const over = signal === undefined ? this.#over.signal : AbortSignal.any([this.#over.signal, signal]);
    await delay(ms, undefined, { signal: over }).catch(() => {
      throw failure;
    });
  }

  async #request<T>({ method, route, query, body, files, signal, open }: ApiCall): Promise<T> {
    if (this.#closed) throw new NotConnectedError('not connected to Discord');
    const upload = files && new UploadBody(body, files);
    try {
      const answer = await this.#client.rest.request({
        method: method as never,
        fullRoute: route as `/${string}`,
        auth: open !== true,
        ...(query && { query: new URLSearchParams(query) }),
        ...(body !== undefined && { body }),
        ...(upload && { body: upload, headers: upload.headers, passThroughBody: true }),
        ...(signal && { signal }),
      });
      return answer as T;
    } catch (error) {
      if (upload?.failure !== undefined) throw upload.failure;
      if (!(error instanceof RateLimitError)) throw error;
      throw toTielineError({ retryAfter: Math.max(error.timeToReset, error.retryAfter) });
    } finally {
      upload?.close();
    }
  }

  #listen(): void {
    const client = this.#client;
    const listener = this.#listener;
    client.on(
      'raw' as never,
      ((packet: Packet) => {
        this.#pulse.beat();
        if (packet.t === 'RESUMED') listener.resumed();
        listener.packet(packet);
      }) as never,
    );
    client.on('shardReconnecting', () => {
      if (this.#ready && !this.#closed) listener.reconnecting();
    });
    client.on('shardReady', () => {
      if (this.#ready) listener.restarted();
    });
    client.on('shardDisconnect', ({ code }) => {
      this.#closeCode = code;
      if (this.#ready && !this.#closed) listener.lost(this.#explain(new Error(`the gateway closed with ${code}`)));
    });
    client.on('shardError', (cause) => {
      if (this.#ready && !this.#closed) listener.reconnecting(cause);
    });
    // What matters of an error comes as a rejection or a close code too.
    client.on('error', () => undefined);
  }

  #explain(error: unknown): Error {
    if (this.#closeCode === 4014) {
      return new ConfigError('the bot may not use a privileged intent that was asked for', { cause: error });
    }
    const refused = this.#closeCode === 4004 || (error as { code?: unknown }).code === 'TokenInvalid';
    if (refused) return new AuthError('Discord refused the token', { cause: error });
    return toTielineError(error);
  }
}
