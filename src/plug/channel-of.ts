import { BadReferenceError } from '../errors.ts';
import type { MessageEventOf } from '../model/event.ts';
import type { Message, MessageInput } from '../model/message.ts';
import type { Receipt } from '../model/receipt.ts';
import { type ChannelRef, channelRef, type MessageRef, sameRef } from '../model/refs.ts';
import type { Member, User } from '../model/user.ts';
import type { DegradeOptions, Posted, PostOptions, SendOptions } from './delivery.ts';
import { facet, type HistoryQuery, type JoinOptions } from './facets.ts';
import { toEvent } from './incoming.ts';
import { readEmoji, readMessage } from './message-input.ts';
import { type ChannelOwner, laneSlot, outlet } from './outlet.ts';

/**
 * All that a channel does. `P` is the class of its plug and `C` the class `Channel` itself, which live in plug.ts:
 * this way the two know each other and their files do not.
 */
export abstract class ChannelOf<P extends ChannelOwner<C>, C> {
  readonly plug: P;
  /** The plug's own name for the channel; opaque to everybody else. */
  readonly source: string;
  readonly ref: ChannelRef;
  /** The channel that this one is a thread of. */
  get parent(): C | undefined {
    return this.#thread?.parent;
  }
  /** The message in the parent that this thread grew from. */
  get root(): MessageRef | undefined {
    return this.#thread?.root;
  }
  #thread: { readonly parent: C; readonly root: MessageRef | undefined } | undefined;
  /** The host's; not part of the public API. */
  [laneSlot]: unknown = undefined;

  constructor(plug: P, source: string) {
    this.plug = plug;
    this.source = source;
    this.ref = channelRef(plug.networkId, source);
  }

  /** Makes it a thread; `plug.channel(source, { parent, root })` calls this. */
  attach(parent: C, root: MessageRef | undefined): void {
    this.#thread = { parent, root };
  }

  /**
   * Sends a message now, in its turn, and gives the ids of what was sent. While the network is away the message waits,
   * for `timeoutMs` at most. Where the network has no threads, a thread's messages come to its parent, as answers to its
   * root.
   * @throws ConfigError listing all that is wrong with the message
   * @throws TielineError when it was not sent (`certain`), or may not have been
   */
  send(message: MessageInput, options: SendOptions = NO_OPTIONS): Promise<Receipt> {
    return promised(() => {
      const { channel, action } = this.#placed(readMessage(this, message));
      return this.plug[outlet].perform(channel, action, options);
    });
  }

  /**
   * Hands a message to the outbox: it is delivered in its turn, retried, and, with a store that lasts, survives a crash.
   * Resolves once the message is safe.
   * @throws StoreError when it could not be kept; then it will not be sent
   */
  post(message: MessageInput, options: PostOptions = NO_OPTIONS): Promise<Posted> {
    return promised(() => {
      const { channel, action } = this.#placed(readMessage(this, message));
      return this.plug[outlet].post(channel, action, options);
    });
  }

  /**
   * Gives a message that we sent a new content.
   * @throws UnsupportedError where the network cannot, unless `degrade` is set: then a correction is sent
   */
  edit(ref: MessageRef, message: MessageInput, options: DegradeOptions = {}): Promise<Receipt> {
    return promised(() => {
      this.#own(ref);
      return this.plug[outlet].perform(this.#me, { kind: 'edit', ref, message: readMessage(this, message) }, options);
    });
  }

  /**
   * Deletes a message, all its parts.
   * @throws UnsupportedError where the network cannot, unless `degrade` is set: then a notice is sent
   */
  delete(ref: MessageRef, options: DegradeOptions = {}): Promise<Receipt> {
    return promised(() => {
      this.#own(ref);
      return this.plug[outlet].perform(this.#me, { kind: 'delete', ref }, options);
    });
  }

  /**
   * Adds our reaction to a message, or with `on` false takes it back.
   * @throws UnsupportedError where the network cannot, unless `degrade` is set: then a notice is sent
   */
  react(ref: MessageRef, emoji: string, on = true, options: DegradeOptions = {}): Promise<Receipt> {
    return promised(() => {
      this.#own(ref);
      const action = { kind: 'reaction', ref, emoji: readEmoji(this, emoji), on } as const;
      return this.plug[outlet].perform(this.#me, action, options);
    });
  }

  /** Shows that we are typing, for as long as the network shows it. */
  async typing(): Promise<void> {
    await facet<C, 'putTyping'>(this.plug, 'putTyping')(this.#me);
  }

  /** Renames the channel. */
  async setTitle(text: string): Promise<void> {
    await facet<C, 'putTitle'>(this.plug, 'putTitle')(this.#me, text);
  }

  /** Sets the channel's topic. */
  async setTopic(text: string): Promise<void> {
    await facet<C, 'putTopic'>(this.plug, 'putTopic')(this.#me, text);
  }

  /** The channel's name for people, where it has one. */
  async title(): Promise<string | undefined> {
    return (await facet<C, 'getInfo'>(this.plug, 'getInfo')(this.#me)).title;
  }

  /** What the channel says it is about, where it does. */
  async topic(): Promise<string | undefined> {
    return (await facet<C, 'getInfo'>(this.plug, 'getInfo')(this.#me)).topic;
  }

  /** Whether there is such a channel, as far as our account can see. */
  async exists(): Promise<boolean> {
    return (await facet<C, 'getInfo'>(this.plug, 'getInfo')(this.#me)).exists;
  }

  /** Whether our account is in it. */
  async joined(): Promise<boolean> {
    return (await facet<C, 'getInfo'>(this.plug, 'getInfo')(this.#me)).joined;
  }

  /** Everybody in the channel. */
  async *members(): AsyncIterable<Member> {
    yield* facet<C, 'getMembers'>(this.plug, 'getMembers')(this.#me);
  }

  /** Enters the channel. */
  async join(options: JoinOptions = {}): Promise<void> {
    await facet<C, 'putJoin'>(this.plug, 'putJoin')(this.#me, options);
  }

  /** Leaves the channel. */
  async leave(reason?: string): Promise<void> {
    await facet<C, 'putLeave'>(this.plug, 'putLeave')(this.#me, reason);
  }

  /** Makes the channel on its network. */
  async create(): Promise<void> {
    await facet<C, 'putCreate'>(this.plug, 'putCreate')(this.#me);
  }

  /** Ends the channel on its network, for everybody. */
  async destroy(): Promise<void> {
    await facet<C, 'putDestroy'>(this.plug, 'putDestroy')(this.#me);
  }

  /** Asks users in. */
  async invite(...users: readonly User[]): Promise<void> {
    await facet<C, 'putInvite'>(this.plug, 'putInvite')(this.#me, users);
  }

  /** Throws users out. */
  async remove(...users: readonly User[]): Promise<void> {
    await facet<C, 'putRemove'>(this.plug, 'putRemove')(this.#me, users);
  }

  /** Messages of the past, oldest first. */
  async *history(query: HistoryQuery = {}): AsyncIterable<MessageEventOf<P, C>> {
    for await (const queued of facet<C, 'getHistory'>(this.plug, 'getHistory')(this.#me, query)) {
      const event = toEvent<P, C>(this.plug, { ...queued, history: true }, this.plug[outlet].now());
      if (event.type === 'message') yield event;
    }
  }

  /** Its ref. */
  toJSON(): ChannelRef {
    return this.ref;
  }

  /** `plug name` and source, for logs. */
  toString(): string {
    return `${this.plug.name}/${this.source}`;
  }

  // Only Channel extends this class, so `this` is one.
  get #me(): C {
    return this as unknown as C;
  }

  /** A message and where it goes: not to a thread where the network has none. */
  #placed(message: Message): {
    readonly channel: C;
    readonly action: { readonly kind: 'message'; readonly message: Message };
  } {
    const parent = this.parent as ChannelOf<P, C> | undefined;
    if (parent === undefined || this.plug.capabilities.thread) {
      return { channel: this.#me, action: { kind: 'message', message } };
    }
    const replyTo = message.replyTo ?? this.root;
    return parent.#placed(replyTo === undefined ? message : { ...message, replyTo });
  }

  #own(ref: MessageRef): void {
    if (ref?.kind === 'message' && typeof ref.id === 'string' && ref.id !== '' && sameRef(ref.channel, this.ref))
      return;
    throw new BadReferenceError(`${this}: the ref names no message of this channel`, { ref });
  }
}

const NO_OPTIONS = Object.freeze({});

/** What is typed as a promise rejects, also where it fails at once. */
function promised<T>(call: () => Promise<T>): Promise<T> {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}
