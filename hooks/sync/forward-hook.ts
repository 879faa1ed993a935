import {
  Channel,
  type ChannelRef,
  type ChatEvent,
  Group,
  Hook,
  type HookContext,
  type Route,
  type User,
} from '../../src/index.ts';
import { type ForwardConfig, forwardSchema } from './config.ts';
import { Crossing } from './crossing.ts';
import { follow } from './follow.ts';
import { groupPlugs } from './group-plugs.ts';
import { Looks } from './look.ts';
import { atBridge } from './thread.ts';

/**
 * Carries what happens in some channels to others, and nothing back.
 *
 * @example
 * host.addHook(new ForwardHook('news', { from: [irc.channel('#announce')], to: [discord.channel('1234567890')] }));
 */
export class ForwardHook extends Hook<ForwardConfig> {
  static override readonly schema = forwardSchema;
  #channels: ReadonlySet<Channel>;
  #targets: readonly Channel[];
  readonly #groups: readonly Group[];
  readonly #isTheirs: ((user: User) => boolean) | undefined;
  readonly #looks: Looks;
  /** The ways out of a channel, worked out when it is first heard of: a group tells only of a channel that is there. */
  #crossings = new WeakMap<Channel, Crossing>();
  #context: HookContext | undefined;

  /** @throws ConfigError listing every fault */
  constructor(name: string, config: ForwardConfig) {
    super(name, config);
    const { from, to, users } = this.config;
    this.#targets = to;
    this.#channels = new Set(from.filter((one) => one instanceof Channel));
    this.#groups = from.filter((one) => one instanceof Group);
    this.#isTheirs = users === undefined || typeof users === 'function' ? users : ({ id }) => users.includes(id);
    const warn = (error: unknown): void =>
      this.#context?.logger.warn({ hook: name, error }, `hook ${name}: nameFormat threw; the name stays as it is`);
    this.#looks = new Looks(this.config, warn);
  }

  protected override start(context: HookContext): void {
    this.#context = context;
  }

  override routes(event: ChatEvent): readonly Route[] | undefined {
    const { channel, root } = atBridge(event.channel, (one) => this.#hears(one));
    if (!this.#hears(channel) || !this.#wants(event) || this.config.accept?.(event) === false) return undefined;
    return this.#crossing(channel).routes(event, root);
  }

  /** Of a group, the channels that were named so far: it tells only of a channel that is there. */
  override *watches(): Iterable<Channel> {
    yield* this.#channels;
    for (const group of this.#groups) {
      for (const plug of groupPlugs(group)) {
        for (const channel of plug.knownChannels()) if (group.has(channel)) yield channel;
      }
    }
  }

  /** Takes the channel that takes the place of one of its own for that one, until it is made anew with its configuration. */
  override onMigrate(from: ChannelRef, to: ChannelRef): boolean {
    const channels = follow([...this.#channels], from, to);
    const targets = follow(this.#targets, from, to);
    if (channels === undefined && targets === undefined) return false;
    this.#channels = new Set(channels ?? this.#channels);
    this.#targets = targets ?? this.#targets;
    this.#crossings = new WeakMap();
    return true;
  }

  #hears(channel: Channel): boolean {
    return this.#channels.has(channel) || this.#groups.some((group) => group.has(channel));
  }

  #wants(event: ChatEvent): boolean {
    const isTheirs = this.#isTheirs;
    if (isTheirs === undefined) return true;
    switch (event.type) {
      case 'message':
        return event.source.user !== undefined && isTheirs(event.source.user);
      case 'join':
      case 'leave':
        return event.users.every(isTheirs);
      case 'rename':
        return isTheirs(event.before);
      case 'title':
      case 'topic':
        return event.user !== undefined && isTheirs(event.user);
      default:
        // A change to a message goes where the message went.
        return true;
    }
  }

  #crossing(channel: Channel): Crossing {
    let crossing = this.#crossings.get(channel);
    if (crossing === undefined) {
      const targets = this.#targets.filter((to) => to !== channel && to.plug.capabilities.send !== false);
      crossing = new Crossing(channel, new Map(targets.map((to) => [to, this.#looks.of(to)])));
      this.#crossings.set(channel, crossing);
    }
    return crossing;
  }
}
