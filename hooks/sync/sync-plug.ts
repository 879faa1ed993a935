import {
  type Capabilities,
  type Channel,
  type ChannelInfo,
  ChannelNotFoundError,
  type ChatEvent,
  type Member,
  type Message,
  NotConnectedError,
  Plug,
  type PutOptions,
  refKey,
  UnsupportedError,
} from '../../src/index.ts';

/** What a {@link SyncPlug} stands for. */
export interface Conversations {
  /** The channels of each conversation, by label. */
  readonly channels: Readonly<Record<string, readonly Channel[]>>;
  readonly titles: Readonly<Record<string, string>>;
}

type Beside = Extract<ChatEvent, { type: 'join' | 'leave' | 'rename' | 'title' | 'topic' | 'typing' }>;

const BESIDE: ReadonlySet<string> = new Set<Beside['type']>(['join', 'leave', 'rename', 'title', 'topic', 'typing']);

/** Whether an event is one that no route brings to another channel as what it is. */
function isBeside(event: ChatEvent): event is Beside {
  return BESIDE.has(event.type);
}

const capabilities: Capabilities = {
  text: {
    unit: 'utf16',
    marks: [
      ...(['bold', 'italic', 'underline', 'strike', 'code', 'pre', 'spoiler', 'quote'] as const),
      ...(['heading', 'list', 'link', 'mention', 'emoji'] as const),
    ],
  },
  attachments: { withText: true },
  reply: true,
  card: true,
  impersonate: true,
  echo: 'none',
  virtual: true,
  idempotency: 'key',
  edit: true,
  delete: true,
  reaction: true,
  members: true,
  rooms: { list: true },
};

/**
 * The virtual network of a `SyncHook`: a channel for each conversation, that stands for all of its channels.
 *
 * Nothing is stored here. The hook's routes lead from its channels to the real ones and back; what is put into one is
 * handed out in it, and so comes to where they lead.
 */
export class SyncPlug extends Plug<Conversations> {
  readonly networkName = 'Sync';
  readonly networkId: string;
  readonly capabilities: Capabilities = capabilities;
  #channels: Conversations['channels'] = {};
  readonly #labels = new Map<Channel, Channel[]>();

  constructor(name: string, conversations: Conversations) {
    super(name, conversations);
    this.networkId = `sync:${name}`;
    this.standFor(conversations.channels);
  }

  /** From now on its conversations have these channels. */
  standFor(channels: Conversations['channels']): void {
    this.#channels = channels;
    this.#labels.clear();
    for (const [label, real] of Object.entries(channels)) {
      for (const channel of real)
        this.#labels.set(channel, [...(this.#labels.get(channel) ?? []), this.channel(label)]);
    }
  }

  /** Takes what happens in one of the channels beside messages, which come by the routes. */
  hear(event: ChatEvent): void {
    const conversations = this.#labels.get(event.channel);
    if (conversations === undefined || event.history || !isBeside(event)) return;
    // With the event itself, so that the core knows it for the same: it is told of once, whoever tells it.
    for (const channel of conversations) void this.queue({ ...event, channel, raw: event });
  }

  /** Whether an event of one of its channels was made from one that happened in a real one. */
  isHeard(event: ChatEvent): boolean {
    return event.plug === this && isBeside(event);
  }

  protected override async put(channel: Channel, _message: Message, { key }: PutOptions): Promise<string> {
    if (!Object.hasOwn(this.config.channels, channel.source)) {
      const labels = Object.keys(this.config.channels).join(', ');
      throw new ChannelNotFoundError(`${channel}: there is no such conversation, only ${labels}`);
    }
    return key;
  }

  protected override putEdit(): Promise<void> {
    return Promise.resolve();
  }

  protected override putDelete(): Promise<void> {
    return Promise.resolve();
  }

  protected override putReaction(): Promise<void> {
    return Promise.resolve();
  }

  protected override getInfo({ source }: Channel): ChannelInfo {
    const exists = Object.hasOwn(this.config.channels, source);
    return { exists, joined: exists, ...(exists && { title: this.config.titles[source] ?? source }) };
  }

  protected override async *getChannels(): AsyncIterable<Channel> {
    for (const label of Object.keys(this.config.channels)) yield this.channel(label);
  }

  /** Everybody in any of the channels, once; networks that are away or do not tell are passed over. */
  protected override async *getMembers({ source, ref }: Channel): AsyncIterable<Member> {
    const seen = new Set<string>();
    for (const channel of this.#channels[source] ?? []) {
      try {
        for await (const member of channel.members()) {
          const key = refKey(member.user);
          if (seen.has(key)) continue;
          seen.add(key);
          yield { ...member, channel: ref };
        }
      } catch (error) {
        if (!(error instanceof NotConnectedError || error instanceof UnsupportedError)) throw error;
      }
    }
  }
}
