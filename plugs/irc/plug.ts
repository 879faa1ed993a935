import type { GenericSchema } from 'valibot';
import {
  type Capabilities,
  type Channel,
  type ChannelInfo,
  ChannelNotFoundError,
  type JoinOptions,
  type Member,
  type Message,
  NotConnectedError,
  Plug,
  type PutOptions,
  type PutResult,
  type QueuedEvent,
  type QueuedUser,
  type Ref,
  type Segment,
  type ThreadOptions,
  type User,
  UserNotFoundError,
} from '../../src/index.ts';
import { type RichText, renderMirc } from '../../src/text/index.ts';
import { askExists, askMembers, askUser, demand, foundMember } from './ask.ts';
import { Brake } from './brake.ts';
import { ircCapabilities } from './capabilities.ts';
import { type IrcConfig, ircSchema } from './config.ts';
import { colourName, readText } from './format.ts';
import { asciiLower, isChannelName, isSafeName } from './names.ts';
import type { WantedChannels } from './rooms.ts';
import { Session } from './session.ts';
import { type IrcSettings, toSettings } from './settings.ts';

/**
 * An account on an IRC server.
 *
 * A channel's source is its name, a private conversation's the other's nick, both in lower case.
 *
 * @example
 * const irc = host.addPlug(new IrcPlug('irc', { host: 'irc.libera.chat', tls: true, nick: 'tie', channels: ['#tieline'] }));
 */
export class IrcPlug extends Plug<IrcConfig> {
  static override readonly schema: GenericSchema<IrcConfig> = ircSchema;
  readonly networkName = 'IRC';
  readonly networkId: string;
  readonly capabilities: Capabilities;
  readonly #settings: IrcSettings;
  readonly #wanted: WantedChannels;
  /** The channels that we were in when the connection broke, and when that was. */
  readonly #deafSince = new Map<string, Date>();
  #session: Session | undefined;
  // Ids must differ from those of an earlier process, which may be stored.
  readonly #idStart = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}-`;
  #idCount = 0;
  readonly #brake = new Brake({
    pause: (isPaused) => this.#session?.client.pause(isPaused),
    isAwaited: () => this.#session?.sender.isAwaited ?? false,
  });

  /** @throws ConfigError listing every fault of `config` */
  constructor(name: string, config: IrcConfig) {
    super(name, config);
    const settings = toSettings(this.config);
    this.#settings = settings;
    this.networkId = `irc:${settings.host}:${settings.port}:${asciiLower(settings.nick)}`;
    this.capabilities = ircCapabilities(settings);
    this.#wanted = new Map(settings.channels.map(({ name: source, key }) => [asciiLower(source), key]));
  }

  /** The channel or private conversation of that name; case makes no difference. */
  override channel(source: string, thread?: ThreadOptions): Channel {
    return super.channel(asciiLower(source), thread);
  }

  override isDirect(channel: Channel): boolean {
    return !isChannelName(channel.source);
  }

  /** `#channel` and `nick` name channels, `@nick` a user. */
  override parse(text: string): Ref | undefined {
    const name = text.trim();
    if (name.startsWith('@') && isSafeName(name.slice(1))) return this.#user({ id: asciiLower(name.slice(1)) });
    return isSafeName(name) ? this.channel(name).ref : undefined;
  }

  override format(ref: Ref): string {
    if (ref.kind === 'user') return `@${ref.id}`;
    return ref.kind === 'channel' ? ref.source : ref.channel.source;
  }

  override mention(user: User): Segment {
    return { text: user.nick ?? user.id, mention: user };
  }

  protected override async start(signal: AbortSignal): Promise<void> {
    const session = new Session(this.#settings, this.#wanted, {
      channel: (source) => this.channel(source),
      emit: (event) => this.#emit(event),
      warn: (text) => this.warn(text),
      named: (nick) => {
        this.self = this.#user({ id: asciiLower(nick), nick });
      },
      takeGap: (source) => this.#takeGap(source),
      lost: (cause) => {
        // There is no history to be had: whoever is told of what happens in a channel is told what they did not hear.
        for (const name of session.members.channels()) this.#deafSince.set(session.rooms.sourceOf(name), new Date());
        this.status('lost', cause);
      },
      read: (text, nicks) => readText(text, nicks, (nick) => this.#user({ id: asciiLower(nick), nick })),
      nextId: () => this.#nextId(),
    });
    this.#session = session;
    await session.open(signal);
  }

  protected override async stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#brake.release();
    await session?.close();
  }

  protected override put(channel: Channel, message: Message, options: PutOptions): Promise<PutResult> {
    const target = channel.source;
    if (this.#session === undefined) return Promise.reject(new NotConnectedError(`${this.name}: not connected`));
    if (!isSafeName(target))
      return Promise.reject(new ChannelNotFoundError(`${this.name}: no channel or nick: ${target}`));
    const plain = message.text === undefined ? '' : this.render(message.text);
    const text = this.#settings.nickColors ? colourName(plain) : plain;
    const notice = message.extras?.['notice'] === true;
    return this.#session.say({ target, text, action: message.action ?? false, notice, options });
  }

  protected override render(text: RichText): string {
    return renderMirc(text);
  }

  protected override async putTopic(channel: Channel, text: string): Promise<void> {
    await demand(this.#live, `TOPIC ${channel.source} :${text}`, channel.source);
  }

  protected override async putInvite(channel: Channel, users: readonly User[]): Promise<void> {
    const { source } = channel;
    await Promise.all(users.map((user) => demand(this.#live, `INVITE ${nickOf(user)} ${source}`, source, [user])));
  }

  protected override async putRemove(channel: Channel, users: readonly User[]): Promise<void> {
    const { source } = channel;
    await Promise.all(users.map((user) => demand(this.#live, `KICK ${source} ${nickOf(user)}`, source, [user])));
  }

  protected override async putJoin(channel: Channel, { key }: JoinOptions): Promise<void> {
    if (!isChannelName(channel.source) || !isSafeName(channel.source) || (key !== undefined && !isSafeName(key))) {
      throw new ChannelNotFoundError(`${this.name}: no channel: ${channel.source}`);
    }
    await this.#live.rooms.join(channel.source, key);
  }

  protected override async putLeave(channel: Channel, reason = ''): Promise<void> {
    this.#live.rooms.unwant(channel.source);
    await demand(this.#live, `PART ${channel.source}${reason === '' ? '' : ` :${reason}`}`, channel.source);
  }

  protected override async getInfo(channel: Channel): Promise<ChannelInfo> {
    const { source } = channel;
    const session = this.#live;
    if (!isSafeName(source)) return { exists: false, joined: false };
    if (!isChannelName(source)) return { exists: true, joined: true, direct: true };
    if (!session.members.isIn(source)) return { exists: await askExists(session, source), joined: false };
    return { exists: true, joined: true, topic: session.topics.get(source) ?? '' };
  }

  protected override async getUser(id: string): Promise<User> {
    const member = this.#live.members.findAnywhere(id);
    return this.#user(member === undefined ? await askUser(this.#live, id) : foundMember(member).user);
  }

  protected override async *getMembers(channel: Channel): AsyncIterable<Member> {
    const { source } = channel;
    const session = this.#live;
    if (!isChannelName(source)) {
      yield { user: this.#user({ id: source, nick: source }), channel: channel.ref };
      return;
    }
    const isIn = session.members.isIn(source);
    const found = isIn ? session.members.list(source).map(foundMember) : await askMembers(session, source);
    for (const member of found) yield { ...member, user: this.#user(member.user), channel: channel.ref };
  }

  protected override async *getChannels(): AsyncIterable<Channel> {
    for (const name of this.#live.members.channels()) yield this.channel(this.#live.rooms.sourceOf(name));
  }

  protected override getDirect(user: User): Channel {
    return this.channel(nickOf(user));
  }

  /** @throws NotConnectedError */
  get #live(): Session {
    if (this.#session === undefined) throw new NotConnectedError(`${this.name}: not connected`);
    return this.#session;
  }

  #user(user: QueuedUser): User {
    return { ...user, kind: 'user', network: this.networkId };
  }

  #takeGap(source: string): string | undefined {
    const since = this.#deafSince.get(source);
    this.#deafSince.delete(source);
    return since && `not connected since ${since.toISOString()}`;
  }

  #nextId(): string {
    this.#idCount += 1;
    return this.#idStart + this.#idCount.toString(36);
  }

  #emit(event: QueuedEvent): void {
    // A refusal has been logged by the base class.
    this.#brake.watch(this.queue(event));
  }
}

function nickOf(user: User): string {
  const nick = user.nick ?? user.id;
  if (!isSafeName(nick)) throw new UserNotFoundError(`no nick of IRC: ${nick}`);
  return nick;
}
