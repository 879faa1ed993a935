import {
  type Capabilities,
  type Channel,
  ConfigError,
  type Message,
  type MessageRef,
  messageRef,
  NotConnectedError,
  type PresenceStatus,
  type PutOptions,
  type QueuedEvent,
  RateLimitedError,
  type Ref,
  type Segment,
  type ThreadOptions,
  type User,
} from '../../src/index.ts';
import type { RichText } from '../../src/text/index.ts';
import { addressOf } from './addresses.ts';
import { Aliases } from './aliases.ts';
import { discordCapabilities } from './capabilities.ts';
import { ChannelType } from './client.ts';
import { type DiscordConfig, discordSchema } from './config.ts';
import { DiscordFacets } from './facets.ts';
import { writeMarkup } from './format.ts';
import { MissedThreads } from './incoming/missed-threads.ts';
import { lackingIntents } from './lacking-intents.ts';
import { readHistory } from './reading/history.ts';
import { createChannel, startThread } from './reading/making.ts';
import * as rooms from './reading/rooms.ts';
import { Session } from './session.ts';
import { type DiscordSettings, networkIdOf, toSettings } from './settings.ts';
import { Waits } from './waits.ts';

/**
 * A bot on Discord.
 *
 * A channel's source is its id, or `guild/#name`; threads and forum posts are channels with a parent, and are named by id.
 *
 * @example
 * const discord = host.addPlug(new DiscordPlug('discord', { token: process.env.DISCORD_TOKEN! }));
 * const lobby = discord.channel('My Server/#lobby');
 */
export class DiscordPlug extends DiscordFacets {
  static override readonly schema = discordSchema;
  override readonly networkName = 'Discord';
  override readonly networkId: string;
  override readonly capabilities: Capabilities;
  readonly #settings: DiscordSettings;
  readonly #missedThreads: MissedThreads;
  readonly #waits: Waits;
  readonly #aliases = new Aliases();
  #session: Session | undefined;
  #opening: Session | undefined;

  /** @throws ConfigError listing every fault of `config` */
  constructor(name: string, config: DiscordConfig) {
    super(name, config);
    this.#settings = toSettings(this.config);
    this.networkId = networkIdOf(this.#settings.token);
    this.capabilities = discordCapabilities(this.#settings);
    this.#waits = new Waits((route, retryAfterMs) => {
      const cause = new RateLimitedError(`Discord: ${route} waits ${retryAfterMs} ms for its turn`, { retryAfterMs });
      // It changes nothing, but whoever watches `host.states` is to know.
      if (this.state === 'connected') this.status('connected', cause);
    });
    this.#missedThreads = new MissedThreads({
      missed: (threadId, after, limit) => this.#missed(threadId, after, limit),
      gap: (threadId, reason) => ({
        type: 'gap',
        channel: (this.#opening ?? this.live).around.channel(threadId),
        reason,
      }),
      emit: (event) => void this.queue(event).catch(() => undefined),
    });
  }

  /** How often requests had to wait for a rate limit, and for how long in all, in ms. */
  get rateLimits(): { readonly waits: number; readonly waitedMs: number } {
    return this.#waits;
  }

  /** The channel, thread or conversation of an id, or of `guild/#name`; the same object for both once we are connected. */
  override channel(source: string, thread?: ThreadOptions): Channel {
    const id = this.#session?.tryId(source) ?? source;
    const named = this.#aliases.get(id);
    if (named !== undefined) return named;
    const channel = super.channel(id, thread);
    this.#aliases.add(channel);
    return channel;
  }

  /** `<#id>`, an id, `guild/#name` and `#name` name channels; `<@id>` and `@name` users. */
  override parse(text: string): Ref | undefined {
    const input = text.trim();
    const channelId = /^(?:<#)?(\d{15,20})>?$/.exec(input)?.[1];
    if (channelId !== undefined) return this.channel(channelId).ref;
    const userId = /^<@!?(\d{15,20})>$/.exec(input)?.[1];
    if (userId !== undefined) return this.toUser({ id: userId });
    return input.includes('#') ? this.channel(input).ref : undefined;
  }

  override format(ref: Ref): string {
    if (ref.kind === 'user') return `<@${ref.id}>`;
    const { source } = ref.kind === 'channel' ? ref : ref.channel;
    const { directory } = this.#session ?? {};
    const known = directory?.channel(source);
    return directory !== undefined && known !== undefined ? addressOf(directory, known) : source;
  }

  override isDirect(channel: Channel): boolean {
    return this.#session?.directory.channel(channel.source)?.type === ChannelType.DM;
  }

  override mention(user: User): Segment {
    return { text: `@${user.nick ?? user.id}`, mention: user };
  }

  /** Pins a message, or unpins it. @throws TielineError */
  async pin(ref: MessageRef, on = true): Promise<void> {
    await rooms.pin(this.live, this.live.idOf(ref.channel.source), ref.id, on);
  }

  /** Starts a thread: on a message, or alone. @throws TielineError */
  async startThread(parent: Channel, name: string, root?: MessageRef): Promise<Channel> {
    const { id } = await startThread(this.live, this.live.idOf(parent.source), name, root?.id);
    return this.channel(id, { parent, ...(root && { root: root.id }) });
  }

  protected override async start(signal: AbortSignal): Promise<void> {
    const session = this.#newSession();
    this.#opening = session;
    try {
      await session.open(signal);
    } catch (error) {
      throw error instanceof ConfigError ? await lackingIntents(this.#settings, error, signal) : error;
    } finally {
      this.#opening = undefined;
    }
    this.#session = session;
    for (const fault of this.#aliases.resolve(session.directory)) this.warn(fault.message, fault);
  }

  protected override async stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close();
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<readonly string[]> {
    return await this.live.sender.put(await this.live.target(channel), message, options);
  }

  protected override render(text: RichText): string {
    return writeMarkup(text, this.networkId, (source) => this.#session?.tryId(source));
  }

  protected override async putEdit(ref: MessageRef, message: Message, options: PutOptions): Promise<void> {
    await this.live.changer.edit(await this.live.target(ref.channel), ref, message, options);
  }

  protected override async putDelete(refs: readonly MessageRef[], options: PutOptions): Promise<void> {
    for (const ref of refs) await this.live.changer.delete(await this.live.target(ref.channel), ref, options);
  }

  protected override async putReaction(
    ref: MessageRef,
    emoji: string,
    on: boolean,
    options: PutOptions,
  ): Promise<void> {
    await this.live.changer.react(await this.live.target(ref.channel), ref, emoji, on, options);
  }

  protected override async putTyping(channel: Channel): Promise<void> {
    await rooms.typing(this.live, this.live.idOf(channel.source));
  }

  protected override async putTitle(channel: Channel, text: string): Promise<void> {
    await rooms.modify(this.live, this.live.idOf(channel.source), { name: text });
  }

  protected override async putTopic(channel: Channel, text: string): Promise<void> {
    await rooms.modify(this.live, this.live.idOf(channel.source), { topic: text });
  }

  protected override async putCreate(channel: Channel): Promise<void> {
    this.#aliases.bind(channel, await createChannel(this.live, channel.source));
  }

  protected override async putDestroy(channel: Channel): Promise<void> {
    await rooms.destroy(this.live, this.live.idOf(channel.source));
  }

  protected override putPresence(status: PresenceStatus, text?: string): Promise<void> {
    this.live.showPresence(rooms.presences[status], text);
    return Promise.resolve();
  }

  protected override get live(): Session {
    if (this.#session === undefined) throw new NotConnectedError(`${this.name}: not connected`);
    return this.#session;
  }

  #newSession(): Session {
    const session: Session = new Session(this.#settings, {
      missedThreads: this.#missedThreads,
      channel: (source, thread) => this.channel(source, thread),
      channelOf: (id) => {
        this.#aliases.resolve(session.directory);
        return this.#channelOf(id);
      },
      idOf: (source) => this.#aliases.idOf(source),
      gone: (id) => this.#aliases.forget(id),
      knownChannels: () => this.knownChannels(),
      named: (user) => {
        this.self = this.toUser(user);
      },
      status: (state, cause) => this.status(state, cause),
      warn: (message, cause) => this.warn(message, cause),
      limited: (route, waitMs) => this.#waits.add(route, waitMs),
      render: (text) => this.render(text),
    });
    return session;
  }

  /** The channel in which happens what happens in the channel of an id. */
  #channelOf(id: string): Channel {
    return this.#aliases.get(id) ?? super.channel(id);
  }

  async *#missed(threadId: string, after: string, limit: number): AsyncIterable<QueuedEvent> {
    const session = this.#opening ?? this.live;
    const query = { after: messageRef(this.#channelOf(threadId).ref, after), limit };
    for await (const message of readHistory((call) => session.call(call), threadId, query)) {
      const event = session.toEvent(message);
      if (event !== undefined) yield { ...event, history: true };
    }
  }
}
