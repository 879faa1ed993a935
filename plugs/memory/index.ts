/**
 * A network inside this process: for tests, demos, and to read before writing a plug.
 *
 * @module
 */
import {
  type Capabilities,
  type Channel,
  type ChannelInfo,
  type HistoryQuery,
  type Member,
  type Message,
  type MessageRef,
  NotConnectedError,
  Plug,
  type PutOptions,
  type QueuedEvent,
  type User,
  userRef,
} from '../../src/index.ts';
import { type MemoryConfig, memorySchema } from './config.ts';
import { type MemoryListener, type MemoryMessage, MemoryNetwork } from './network.ts';

export { type MemoryConfig, type MemoryMessage, MemoryNetwork };

/** What a {@link MemoryNetwork} can do: everything. */
export const capabilities: Capabilities = {
  text: {
    unit: 'utf16',
    marks: [
      'bold',
      'italic',
      'underline',
      'strike',
      'code',
      'pre',
      'spoiler',
      'quote',
      'heading',
      'list',
      'link',
      'mention',
      'emoji',
    ],
  },
  attachments: { withText: true },
  reply: true,
  thread: true,
  card: true,
  impersonate: true,
  echo: 'network',
  idempotency: 'echo',
  edit: true,
  delete: true,
  reaction: true,
  topic: true,
  members: true,
  history: true,
  rooms: { join: true, leave: true, list: true },
};

/** One account on a {@link MemoryNetwork}. */
export class MemoryPlug extends Plug<MemoryConfig> {
  static override readonly schema = memorySchema;
  readonly networkName: string;
  readonly networkId: string;
  readonly account: string;
  readonly capabilities: Capabilities;
  readonly #listener: MemoryListener;

  constructor(name: string, config: MemoryConfig) {
    super(name, config);
    this.networkName = this.config.network.name;
    this.account = this.config.account ?? name;
    this.networkId = `memory:${this.networkName}:${this.account}`;
    this.capabilities = present({ ...capabilities, ...this.config.capabilities });
    this.#giveUp();
    this.#listener = this.#listen();
    this.self = { ...userRef(this.networkId, this.account), nick: this.account, bot: true };
  }

  /** A method that is not declared must not be there. */
  #giveUp(): void {
    for (const [method, can] of facets(this.capabilities)) {
      if (!can) Object.defineProperty(this, method, { value: undefined });
    }
  }

  /** The network, for somebody who is on it. */
  get #network(): MemoryNetwork {
    this.config.network.requireConnected(this.account);
    return this.config.network;
  }

  protected override async start(): Promise<void> {
    this.config.network.attach(this.#listener);
  }

  protected override async stop(): Promise<void> {
    this.config.network.detach(this.#listener);
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { user: _user, ...content } = message;
    return await this.config.network.send(this.account, channel.source, this.#author(options), content, options.key);
  }

  #author({ as }: PutOptions): MemoryMessage['user'] {
    if (as === undefined) return { id: this.account, nick: this.account };
    return { id: this.account, nick: as.nick ?? as.id, ...(as.avatar !== undefined && { avatar: as.avatar }) };
  }

  protected override async putEdit(ref: MessageRef, message: Message): Promise<void> {
    this.#network.edit(ref.channel.source, ref.id, message);
  }

  protected override async putDelete(refs: readonly MessageRef[]): Promise<void> {
    for (const ref of refs) this.#network.remove(ref.channel.source, ref.id, this.account);
  }

  protected override async putReaction(ref: MessageRef, emoji: string, on: boolean): Promise<void> {
    this.#network.react(ref.channel.source, ref.id, this.account, emoji, !on);
  }

  protected override async putTopic(channel: Channel, text: string): Promise<void> {
    this.#network.setTopic(channel.source, text, this.account);
  }

  protected override async putJoin(channel: Channel): Promise<void> {
    this.#network.join(channel.source, this.account);
  }

  protected override async putLeave(channel: Channel): Promise<void> {
    this.#network.leave(channel.source, this.account);
  }

  protected override getInfo(channel: Channel): ChannelInfo {
    const { network } = this.config;
    const joined = network.members(channel.source).includes(this.account);
    const newest = network.messages(channel.source).at(-1)?.id;
    const exists = network.sources().includes(channel.source);
    return { exists, joined, topic: network.topic(channel.source), ...(newest !== undefined && { newest }) };
  }

  protected override async *getMembers(channel: Channel): AsyncIterable<Member> {
    for (const nick of this.config.network.members(channel.source)) {
      yield { user: { ...userRef(this.networkId, nick), nick }, channel: channel.ref };
    }
  }

  protected override async *getHistory(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    const all = this.config.network.messages(channel.source);
    const after = query.after === undefined ? 0 : all.findIndex(({ id }) => id === query.after?.id) + 1;
    const before = query.before === undefined ? all.length : all.findIndex(({ id }) => id === query.before?.id);
    const wanted = all.slice(after, Math.max(before, after));
    for (const message of this.#page(wanted, query)) yield this.#event(channel, message);
  }

  /** With `after` the first of what follows it, else the last of what there is. */
  #page(messages: readonly MemoryMessage[], { after, limit }: HistoryQuery): readonly MemoryMessage[] {
    if (limit === undefined) return messages;
    return after === undefined ? messages.slice(Math.max(0, messages.length - limit)) : messages.slice(0, limit);
  }

  protected override async *getChannels(): AsyncIterable<Channel> {
    for (const source of this.config.network.sources()) yield this.channel(source);
  }

  protected override async getUser(id: string): Promise<User> {
    return { ...userRef(this.networkId, id), nick: id };
  }

  #listen(): MemoryListener {
    const at = (source: string): Channel => this.channel(source);
    return {
      account: this.account,
      message: (source, message, key) => void this.queue(this.#event(at(source), message, key)),
      edit: (source, { id, user, content }) =>
        void this.queue({ ...content, type: 'edit', channel: at(source), id, user }),
      remove: (source, id, by) =>
        void this.queue({ type: 'delete', channel: at(source), id, user: { id: by, nick: by } }),
      react: (source, id, by, emoji, removed) =>
        void this.queue({ type: 'reaction', channel: at(source), id, emoji, removed, user: { id: by, nick: by } }),
      member: (source, type, nick) => void this.queue({ type, channel: at(source), users: [{ id: nick, nick }] }),
      rename: (source, nick, to) =>
        void this.queue({
          type: 'rename',
          channel: at(source),
          before: { id: nick, nick },
          after: { id: to, nick: to },
        }),
      topic: (source, text, by) =>
        void this.queue({ type: 'topic', channel: at(source), text, user: { id: by, nick: by } }),
      typing: (source, nick) => void this.queue({ type: 'typing', channel: at(source), user: { id: nick, nick } }),
      cut: (reason) => this.status('lost', new NotConnectedError(reason)),
    };
  }

  #event(channel: Channel, { id, user, content }: MemoryMessage, key?: string): QueuedEvent {
    return { ...content, channel, type: 'message', id, user: { ...user }, ...(key !== undefined && { key }) };
  }
}

/** Capabilities without those that were taken away. */
function present(changed: Required<MemoryConfig>['capabilities']): Capabilities {
  const kept = Object.entries(changed).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as Capabilities;
}

/** The methods that go with a capability, and whether it is there. */
function facets({
  edit,
  delete: remove,
  reaction,
  topic,
  members,
  history,
  rooms,
}: Capabilities): [method: string, can: unknown][] {
  return [
    ['putEdit', edit],
    ['putDelete', remove],
    ['putReaction', reaction],
    ['putTopic', topic],
    ['getMembers', members],
    ['getHistory', history],
    ['putJoin', rooms?.join],
    ['putLeave', rooms?.leave],
    ['getChannels', rooms?.list],
  ];
}
