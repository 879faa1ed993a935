import type { StandardSchemaV1 } from '@standard-schema/spec';
import { BehaviorSubject, type Observable } from 'rxjs';
import { refused } from '../config/refused.ts';
import { validateConfig } from '../config/validate.ts';
import type { PlugState } from '../lifecycle/state.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { EditEventOf, EventOf, MessageEventOf, PresenceStatus, QueuedEventOf } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import { type MessageRef, messageRef, type Ref } from '../model/refs.ts';
import type { Member, User } from '../model/user.ts';
import type { RichText } from '../text/rich-text.ts';
import type { Segment } from '../text/segment.ts';
import { ChannelOf } from './channel-of.ts';
import type { PutOptions } from './delivery.ts';
import { detached } from './detached.ts';
import { type ChannelInfo, facet, type HistoryQuery, type JoinOptions, type PutResult } from './facets.ts';
import { toEvent } from './incoming.ts';
import { type Outlet, outlet, plugState } from './outlet.ts';

/** What happened on a network, as hooks see it. */
export type ChatEvent = EventOf<Plug, Channel>;
/** A {@link ChatEvent} that is a new message. */
export type MessageEvent = MessageEventOf<Plug, Channel>;
/** A {@link ChatEvent} that is a new content of a message. */
export type EditEvent = EditEventOf<Plug, Channel>;
/** What the author of a plug hands to `queue()`. */
export type QueuedEvent = QueuedEventOf<Channel>;

/** One room, conversation or thread of a plug. There is one object a source: get it from `plug.channel(source)`. */
export class Channel extends ChannelOf<Plug, Channel> {}

/** How a thread hangs on the channel it grew in. */
export interface ThreadOptions {
  readonly parent: Channel;
  /** The id, in the parent, of the message it grew from. */
  readonly root?: string;
}

/**
 * One account's connection to one network.
 *
 * To write one, extend this class, declare `capabilities`, write `put()` and, where there is something to start, `start()`
 * and `stop()`; call `queue()` with what happens. Ordering, echoes, retries, reconnection, splitting and everything that
 * the network cannot show are the library's business. docs/write-a-plug.md leads through it.
 */
export abstract class Plug<Config = unknown> {
  /** Checks the configuration before anything else happens; any Standard Schema. */
  static readonly schema?: StandardSchemaV1;

  readonly name: string;
  readonly config: Config;
  /** Our own account; the author assigns it once it is known, at the latest when connected. */
  self?: User;
  /** The network's name for people: `IRC`, `Discord`. */
  abstract readonly networkName: string;
  /** Names network and account; constant over restarts, since refs are stored by it. */
  abstract readonly networkId: string;
  abstract readonly capabilities: Capabilities;

  readonly #channels = new Map<string, Channel>();
  /** The host's; not part of the public API. */
  readonly [plugState] = new BehaviorSubject<PlugState>('idle');
  /** The host's; not part of the public API. */
  [outlet]: Outlet<Channel, ChatEvent>;

  /** @throws ConfigError listing every fault of `config` by field, where there is a schema */
  constructor(name: string, config: Config) {
    this.name = name;
    this.config = validateConfig<Config>(name, new.target.schema, config);
    this[outlet] = detached(name);
  }

  /** What an event that is logged shows of it: a configuration has secrets. */
  toJSON(): { readonly name: string; readonly network: string } {
    return { name: this.name, network: this.networkId };
  }

  get state(): PlugState {
    return this[plugState].value;
  }

  /** The state now, and each one to come. */
  get states(): Observable<PlugState> {
    return this[plugState].asObservable();
  }

  /**
   * The channel of that source; the same object each time. A thread says where it hangs when it is first named.
   * @throws ConfigError where the source is no string: no event would ever come from there
   */
  channel(source: string, thread?: ThreadOptions): Channel {
    let channel = this.#channels.get(source);
    if (channel === undefined || (thread !== undefined && channel.parent === undefined)) {
      if (typeof source !== 'string')
        throw refused(`${this.name}: no channel`, { field: 'source', expected: 'a string', got: String(source) });
      const root = thread?.root === undefined ? undefined : messageRef(thread.parent.ref, thread.root);
      channel ??= new Channel(this, source);
      if (thread !== undefined) channel.attach(thread.parent, root);
      this.#channels.set(source, channel);
    }
    return channel;
  }

  /** The channels that were named so far. */
  knownChannels(): IterableIterator<Channel> {
    return this.#channels.values();
  }

  /** Everything our account could write to. */
  channels(): AsyncIterable<Channel> {
    return facet<Channel, 'getChannels'>(this, 'getChannels')();
  }

  /** A user by id. @throws UserNotFoundError */
  async user(id: string): Promise<User> {
    return await facet<Channel, 'getUser'>(this, 'getUser')(id);
  }

  /** The private conversation with a user. */
  async direct(user: User): Promise<Channel> {
    return await facet<Channel, 'getDirect'>(this, 'getDirect')(user);
  }

  /** A message by ref, as the network has it now; undefined where it is gone. */
  async message(ref: MessageRef): Promise<ChatEvent | undefined> {
    const queued = await facet<Channel, 'getMessage'>(this, 'getMessage')(ref);
    return queued && toEvent<Plug, Channel>(this, { ...queued, history: true }, this[outlet].now());
  }

  /** Shows on the network whether we are there. */
  async setPresence(status: PresenceStatus, text?: string): Promise<void> {
    await facet<Channel, 'putPresence'>(this, 'putPresence')(status, text);
  }

  /** Whether a channel is a conversation with one person; override where the source tells. Default: false. */
  isDirect(_channel: Channel): boolean {
    return false;
  }

  /** Reads what a person would type to name a channel or user: `#room`, `@nick`. */
  parse?(text: string): Ref | undefined;
  /** Writes a ref as a person would type it. */
  format?(ref: Ref): string;
  /** The segment that mentions a user on this network. */
  mention?(user: User): Segment;

  /**
   * Connects. Resolved means connected; what `queue()` takes before that is handed out all the same.
   * Stop when `signal` is aborted. May be called again after `stop()`.
   * @throws anything: the host stops the plug, waits, and starts it again
   */
  protected start(_signal: AbortSignal): Promise<void> {
    return Promise.resolve();
  }

  /** Disconnects and lets go of everything; also called after a `start()` that failed. Must be safe to call twice. */
  protected stop(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Sends one physical message and resolves with its id, or ids, as late as the network's word for it can be had.
   * The message fits the capabilities: the core has split it and taken out what the network cannot show.
   * @throws TielineError for what it knows (`retryable`, `certain`); anything else counts as retryable and not certain
   */
  protected abstract put(channel: Channel, message: Message, options: PutOptions): Promise<PutResult>;

  /** The network's own markup for a text: what is measured when a long text is split. */
  protected render?(text: RichText): string;

  protected putEdit?(ref: MessageRef, message: Message, options: PutOptions): Promise<unknown>;
  protected putDelete?(refs: readonly MessageRef[], options: PutOptions): Promise<unknown>;
  protected putReaction?(ref: MessageRef, emoji: string, on: boolean, options: PutOptions): Promise<unknown>;
  protected putTyping?(channel: Channel): Promise<void>;
  protected putTitle?(channel: Channel, text: string): Promise<void>;
  protected putTopic?(channel: Channel, text: string): Promise<void>;
  protected putPresence?(status: PresenceStatus, text?: string): Promise<void>;
  protected putInvite?(channel: Channel, users: readonly User[]): Promise<void>;
  protected putRemove?(channel: Channel, users: readonly User[]): Promise<void>;
  protected putJoin?(channel: Channel, options: JoinOptions): Promise<void>;
  protected putLeave?(channel: Channel, reason?: string): Promise<void>;
  protected putCreate?(channel: Channel): Promise<void>;
  protected putDestroy?(channel: Channel): Promise<void>;
  /** What is known of a channel; serves `exists()`, `joined()`, `title()`, `topic()` and groups of private channels. */
  protected getInfo?(channel: Channel): ChannelInfo | Promise<ChannelInfo>;
  protected getUser?(id: string): Promise<User>;
  protected getMembers?(channel: Channel): AsyncIterable<Member>;
  /** Oldest first. */
  protected getHistory?(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent>;
  protected getMessage?(ref: MessageRef): Promise<QueuedEvent | undefined>;
  protected getChannels?(): AsyncIterable<Channel>;
  protected getDirect?(user: User): Channel | Promise<Channel>;

  /**
   * Hands an event to the host. Keeps its place in the order from the moment of the call; resolves once it is safe, and
   * then what the network sent may be acknowledged. Waits longer while too much is queued: an author who awaits it slows
   * the network down at its socket.
   * @throws PlugError (by rejecting) where the event is malformed, naming the field
   */
  protected queue(event: QueuedEvent): Promise<void> {
    try {
      const host = this[outlet];
      return host.accept(toEvent<Plug, Channel>(this, event, host.now()), event.key);
    } catch (error) {
      this[outlet].warn(`${this.name}: an event was refused`, error);
      const refused = Promise.reject(error);
      // Authors need not await: a refusal that was logged must not end the process as an unhandled rejection.
      refused.catch(() => undefined);
      return refused;
    }
  }

  /** Tells the host what became of the connection; `lost` makes it stop the plug, back off and start it again. */
  protected status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    this[outlet].status(state, cause);
  }

  /** Tells of something that went wrong and stops nothing: a channel that could not be joined. */
  protected warn(message: string, cause?: unknown): void {
    this[outlet].warn(`${this.name}: ${message}`, cause);
  }
}
