import { type Channel, type ChannelRef, type ChatEvent, Hook, type HookContext, type Route } from '../../src/index.ts';
import { type SyncConfig, syncSchema } from './config.ts';
import { Crossing } from './crossing.ts';
import { follow } from './follow.ts';
import { type Look, Looks } from './look.ts';
import { SyncPlug } from './sync-plug.ts';
import { atBridge } from './thread.ts';

/**
 * Bridges channels: what is said in one of a conversation's channels is said in all the others.
 *
 * @example
 * host.addHook(new SyncHook('bridge', { channels: { lobby: [irc.channel('#tieline'), discord.channel('1234567890')] } }));
 */
export class SyncHook extends Hook<SyncConfig> {
  static override readonly schema = syncSchema;
  /** The plug whose channels stand for whole conversations, where the configuration names one. */
  readonly plug: SyncPlug | undefined;
  /** Tells that plug what happens beside messages; only where there is one. */
  override onReceive?: (event: ChatEvent) => void;
  readonly #looks: Looks;
  #channels: SyncConfig['channels'];
  #crossings: ReadonlyMap<Channel, Crossing>;
  #context: HookContext | undefined;

  /** @throws ConfigError listing every fault */
  constructor(name: string, config: SyncConfig) {
    super(name, config);
    const { plug, channels, titles = {} } = this.config;
    if (plug !== undefined) {
      const virtual = new SyncPlug(plug, { channels, titles });
      this.plug = virtual;
      this.onReceive = (event) => virtual.hear(event);
    }
    const warn = (error: unknown): void =>
      this.#context?.logger.warn({ hook: name, error }, `hook ${name}: nameFormat threw; the name stays as it is`);
    this.#looks = new Looks(this.config, warn);
    this.#channels = channels;
    this.#crossings = crossings(channels, this.#looks, this.plug);
  }

  protected override start(context: HookContext): void {
    this.#context = context;
    if (this.plug !== undefined) context.addPlug(this.plug);
  }

  protected override async stop(): Promise<void> {
    if (this.plug !== undefined) await this.#context?.removePlug(this.plug.name);
  }

  override routes(event: ChatEvent): readonly Route[] | undefined {
    // It is told from where it happened.
    if (this.plug?.isHeard(event)) return undefined;
    const { channel, root } = atBridge(event.channel, (one) => this.#crossings.has(one));
    const crossing = this.#crossings.get(channel);
    if (crossing === undefined || this.config.accept?.(event) === false) return undefined;
    return crossing.routes(event, root);
  }

  override watches(): Iterable<Channel> {
    return this.#crossings.keys();
  }

  /** Bridges the channel that takes the place of one of its own, until it is made anew with its configuration. */
  override onMigrate(from: ChannelRef, to: ChannelRef): boolean {
    const followed = Object.entries(this.#channels).map(
      ([label, channels]) => [label, follow(channels, from, to), channels] as const,
    );
    if (followed.every(([, anew]) => anew === undefined)) return false;
    this.#channels = Object.fromEntries(followed.map(([label, anew, channels]) => [label, anew ?? channels]));
    this.plug?.standFor(this.#channels);
    this.#crossings = crossings(this.#channels, this.#looks, this.plug);
    return true;
  }
}

/** The ways out of every channel of every conversation. */
function crossings(channels: SyncConfig['channels'], looks: Looks, plug: SyncPlug | undefined): Map<Channel, Crossing> {
  const targets = new Map<Channel, Map<Channel, Look>>();
  for (const [label, real] of Object.entries(channels)) {
    const all = plug === undefined ? real : [...real, plug.channel(label)];
    for (const from of all) {
      const ways = targets.get(from) ?? new Map<Channel, Look>();
      targets.set(from, ways);
      for (const to of all) {
        if (to === from || to.plug.capabilities.send === false) continue;
        ways.set(to, to.plug === plug ? unchanged : looks.of(to));
      }
    }
  }
  return new Map(Array.from(targets, ([from, ways]) => [from, new Crossing(from, ways)]));
}

/** In the stream of a whole conversation everything is as it was; who comes and goes it hears of directly. */
const unchanged: Look = new Looks({ renames: false }, () => undefined).common;
