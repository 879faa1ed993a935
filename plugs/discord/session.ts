import type { Channel, QueuedEvent, QueuedUser, RichText, ThreadOptions } from '../../src/index.ts';
import { findChannel, isId } from './addresses.ts';
import {
  type APIChannel,
  type APIMessage,
  type APIUser,
  type ApiCall,
  DiscordClient,
  type Packet,
  Routes,
} from './client.ts';
import { Directory, isThread, type KnownChannel } from './directory.ts';
import { toMessageEvent } from './incoming/messages.ts';
import type { MissedThreads } from './incoming/missed-threads.ts';
import { readPacket } from './incoming/read-packet.ts';
import { byId, type Surroundings } from './incoming/surroundings.ts';
import { type Intent, intentsFor } from './intents.ts';
import { Changer } from './outgoing/changer.ts';
import { Origins } from './outgoing/origins.ts';
import { Sender, type Target } from './outgoing/sender.ts';
import { Webhooks } from './outgoing/webhooks.ts';
import type { DiscordSettings } from './settings.ts';
import { surround } from './surround.ts';

/** The plug, as one login of it sees it. */
export interface SessionHost {
  readonly missedThreads: MissedThreads;
  channel(source: string, thread?: ThreadOptions): Channel;
  /** The channel that is to stand for an id: the one that somebody named otherwise, if any. */
  channelOf(id: string): Channel;
  /** The id of a name that was found before. */
  idOf(source: string): string | undefined;
  /** A channel is gone. */
  gone(id: string): void;
  knownChannels(): Iterable<Channel>;
  named(user: QueuedUser): void;
  status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void;
  warn(message: string, cause?: unknown): void;
  limited(route: string, waitMs: number): void;
  render(text: RichText): string;
}

/** One login: from the connection to its end. */
export class Session {
  readonly directory: Directory = new Directory();
  readonly webhooks: Webhooks;
  readonly sender: Sender;
  readonly changer: Changer;
  readonly origins: Origins;
  readonly #host: SessionHost;
  readonly #client: DiscordClient;
  readonly around: Surroundings;
  #selfId = '';

  constructor(settings: DiscordSettings, host: SessionHost, intents: readonly Intent[] = intentsFor(settings)) {
    this.#host = host;
    this.#client = new DiscordClient(settings, intents, {
      packet: (packet) => this.#receive(packet),
      reconnecting: (cause) => host.status('reconnecting', cause),
      resumed: () => host.status('connected'),
      restarted: () => this.#restarted(),
      lost: (cause) => host.status('lost', cause),
      limited: (route, waitMs) => host.limited(route, waitMs),
    });
    const call = <T>(request: ApiCall): Promise<T> => this.call<T>(request);
    this.webhooks = new Webhooks({
      settings,
      call,
      applicationId: () => this.#selfId,
      idOf: (source) => this.tryId(source),
      warn: host.warn,
    });
    this.origins = new Origins(call, (channelId, id) => this.directory.noteMessage(channelId, id));
    const parts = {
      webhooks: this.webhooks,
      origins: this.origins,
      site: this.#client.site,
      call,
      render: host.render,
      warn: host.warn,
    };
    this.sender = new Sender(parts);
    this.changer = new Changer(parts, this.sender, this.directory);
    this.around = surround({
      ...host,
      directory: this.directory,
      webhooks: this.webhooks,
      sender: this.sender,
      cdn: this.#client.cdn,
      seesMembers: settings.members,
      selfId: () => this.#selfId,
      tryId: (source) => this.tryId(source),
    });
  }

  /** Logs in. @throws AuthError, ConfigError, NotConnectedError */
  async open(signal: AbortSignal): Promise<void> {
    await this.#client.open(signal);
    await this.#catchUp();
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  /** Asks the API. @throws TielineError */
  call<T>(request: ApiCall): Promise<T> {
    return this.#client.call<T>(request);
  }

  showPresence(status: 'online' | 'idle' | 'dnd' | 'invisible', text?: string): void {
    this.#client.showPresence(status, text);
  }

  /** The id of a channel's source. @throws ChannelNotFoundError */
  idOf(source: string): string {
    return isId(source) ? source : (this.#host.idOf(source) ?? findChannel(this.directory, source).id);
  }

  /** Where a message to a channel goes. @throws ChannelNotFoundError, ForbiddenError */
  async target({ source }: Pick<Channel, 'source'>): Promise<Target> {
    const known = await this.find(this.idOf(source));
    const { id, guildId, parentId } = known;
    const thread = isThread(known);
    return { id, guildId, isThread: thread, webhookHost: guildId === undefined ? undefined : thread ? parentId : id };
  }

  /** The channel of an id; asked for where the gateway has not told of it. @throws ChannelNotFoundError, ForbiddenError */
  async find(id: string): Promise<KnownChannel> {
    const known = this.directory.channel(id);
    if (known !== undefined) return known;
    return this.directory.setChannel(await this.call<APIChannel>({ method: 'GET', route: Routes.channel(id) }));
  }

  /** The id of a source, where there is one. */
  tryId(source: string): string | undefined {
    if (source === '') return undefined;
    try {
      return this.idOf(source);
    } catch {
      return undefined;
    }
  }

  /** A message that was fetched, as an event. */
  toEvent(message: APIMessage): QueuedEvent | undefined {
    const guildId = this.directory.channel(message.channel_id)?.guildId;
    return toMessageEvent({ ...message, ...(guildId !== undefined && { guild_id: guildId }) }, this.around);
  }

  /** Somebody by id, as far as they were seen. */
  user(id: string, guildId?: string): QueuedUser {
    return byId(this.around, id, guildId);
  }

  #receive(packet: Packet): void {
    if (packet.t === 'READY') this.#begin(packet.d as { readonly user: APIUser });
    if (packet.t === 'MESSAGE_CREATE') this.#note(packet.d as APIMessage);
    // What a stranger wrote must not end the process, whatever it is.
    try {
      for (const event of readPacket(packet, this.around)) {
        this.#host.missedThreads.emit(event, this.#threadOf(event));
      }
    } catch (error) {
      this.#host.warn(`a ${packet.t} could not be read`, error);
    }
  }

  #note(message: APIMessage): void {
    this.origins.note(message);
    this.#host.missedThreads.note(message.id);
  }

  #threadOf({ channel }: QueuedEvent): string | undefined {
    const known = this.directory.channel(this.tryId(channel.source) ?? '');
    return known !== undefined && isThread(known) ? known.id : undefined;
  }

  /** A new session: what happens in threads waits until it is known what was missed there. */
  #begin({ user }: { readonly user: APIUser }): void {
    this.#selfId = user.id;
    this.directory.see(user);
    this.#host.named(this.user(user.id));
    // discord.js tells of no end where a session is ended while it begins: what comes now is held behind what was missed.
    this.#host.status('reconnecting');
    this.#host.missedThreads.begin();
  }

  #restarted(): void {
    this.#host.status('connected');
    this.#catchUp().catch((error: unknown) => this.#host.warn('catching up failed', error));
  }

  /** Fetches what came between two sessions in the threads of channels that somebody uses. */
  async #catchUp(): Promise<void> {
    const used = new Set(Array.from(this.#host.knownChannels(), ({ source }) => this.tryId(source)));
    const threads = [...this.directory.channels()].filter((channel) => isThread(channel) && used.has(channel.parentId));
    await this.#host.missedThreads.run(threads);
  }
}
