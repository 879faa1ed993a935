import { type Channel, NotConnectedError, PlugError, type QueuedEvent, type RichText } from '../../src/index.ts';
import { IrcClient } from './client.ts';
import { Identity } from './identity.ts';
import { MemberList } from './members.ts';
import type { IrcMessage } from './message.ts';
import { isChannelName } from './names.ts';
import { Playback } from './playback.ts';
import { type Reader, readMessage } from './receive.ts';
import { joinRefusals } from './refusals.ts';
import { Registration } from './registration.ts';
import { Rooms, type WantedChannels } from './rooms.ts';
import { type Said, Sender } from './sender.ts';
import type { SessionListener } from './session-listener.ts';
import type { IrcSettings } from './settings.ts';
import { type TrafficParts, trafficHandlers } from './traffic.ts';

/** One connection, from its beginning to its end; the next one starts with nothing of it. */
export class Session implements Reader {
  readonly client: IrcClient;
  readonly identity: Identity;
  readonly members: MemberList = new MemberList();
  readonly sender: Sender;
  readonly topics: Map<string, string> = new Map();
  readonly #settings: IrcSettings;
  readonly #wanted: WantedChannels;
  readonly #listener: SessionListener;
  readonly #registration: Registration;
  readonly #opened = Promise.withResolvers<void>();
  readonly #playback = new Playback();
  readonly #collectors = new Set<(message: IrcMessage) => void>();
  #rooms: Rooms | undefined;
  #traffic: TrafficParts | undefined;
  #stage: 'opening' | 'open' | 'closed' = 'opening';
  #lastWords = '';
  #deadline: NodeJS.Timeout | undefined;

  constructor(settings: IrcSettings, wanted: WantedChannels, listener: SessionListener) {
    this.#settings = settings;
    this.#wanted = wanted;
    this.#listener = listener;
    this.client = new IrcClient(settings, {
      message: (message) => this.#receive(message),
      saslFailed: (reason) => this.#registration.saslFailed(reason),
      closed: (cause) => this.#closed(cause),
    });
    this.identity = new Identity(settings.nick, settings.nickserv, (line) => this.client.write(line));
    const { client, identity, members } = this;
    this.sender = new Sender({ settings, client, identity, members, nextId: listener.nextId });
    this.#registration = new Registration({
      identity,
      wantsSasl: settings.sasl !== undefined,
      hasNickServ: settings.nickserv !== undefined,
      ready: () => this.#enter(),
      fail: (error) => this.#fail(error),
    });
    // It may end before anybody waits for it.
    this.#opened.promise.catch(() => undefined);
  }

  /** Connects, registers, performs and joins; resolves when all of that is done. @throws TielineError why it cannot */
  async open(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const abort = (): void => void this.close();
    signal.addEventListener('abort', abort, { once: true });
    const late = (): void => this.#fail(new NotConnectedError('the server did not let us in in time'));
    this.#deadline = setTimeout(late, this.#settings.pingTimeoutMs);
    this.client.connect();
    try {
      await this.#opened.promise;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Ends the connection, with a word of goodbye where it is up. */
  async close(): Promise<void> {
    if (this.#stage === 'closed') return;
    const wasOpen = this.#stage === 'open';
    this.#stage = 'closed';
    this.#letGo(new NotConnectedError('the connection was closed by us'));
    await this.client.end(wasOpen ? this.#settings.quitMessage : undefined);
  }

  /** Says something, in a channel that may have to be entered first. */
  say(said: Said): Promise<string[]> {
    if (this.#rooms === undefined) return Promise.reject(new NotConnectedError('not registered with the server yet'));
    const ready = isChannelName(said.target) ? this.#rooms.ready(said.target) : undefined;
    return ready === undefined ? this.sender.say(said) : ready.then(() => this.sender.say(said));
  }

  /**
   * Sends a command and gives the server's answers to it.
   * @param isAnswer Tells an answer from the rest of the traffic.
   */
  async query(line: string, isAnswer: (message: IrcMessage) => boolean): Promise<IrcMessage[]> {
    const answers: IrcMessage[] = [];
    const collect = (message: IrcMessage): void => {
      if (isAnswer(message)) answers.push(message);
    };
    this.#collectors.add(collect);
    try {
      await this.sender.command(line);
    } finally {
      this.#collectors.delete(collect);
    }
    return answers;
  }

  /** The channels to be in. @throws NotConnectedError before the server has let us in */
  get rooms(): Rooms {
    if (this.#rooms === undefined) throw new NotConnectedError('not registered with the server yet');
    return this.#rooms;
  }

  channel(source: string): Channel {
    return this.#listener.channel(source);
  }

  sourceOf(name: string): string {
    return this.rooms.sourceOf(name);
  }

  isUs(nick: string): boolean {
    return this.identity.isUs(nick);
  }

  read(text: string, channelName: string): string | RichText {
    return this.#listener.read(text, this.members.nicks(channelName));
  }

  nextId(): string {
    return this.#listener.nextId();
  }

  isHistory(message: IrcMessage): boolean {
    return this.#playback.has(message);
  }

  #receive(message: IrcMessage): void {
    if (this.#stage === 'closed') return;
    const { command } = message;
    if (command === 'PRIVMSG' || command === 'NOTICE') this.#receiveMessage(message);
    else if (this.#traffic !== undefined && Object.hasOwn(trafficHandlers, command)) this.#follow(command, message);
    else if (command === 'ERROR') this.#lastWords = message.params.at(-1) ?? '';
    else this.#receiveOther(message);
  }

  #receiveMessage(message: IrcMessage): void {
    // Before we are registered there is nobody who could speak to us.
    if (this.#rooms === undefined) return;
    if (this.identity.isUs(message.nick) && this.sender.takeEcho(message)) return;
    const event = readMessage(message, this);
    if (event !== undefined) this.#listener.emit(event);
  }

  #follow(command: string, message: IrcMessage): void {
    const before = this.identity.nick;
    if (this.#traffic !== undefined) trafficHandlers[command]?.(this.#traffic, message);
    if (this.identity.nick !== before) this.#listener.named(this.identity.nick);
  }

  #receiveOther(message: IrcMessage): void {
    const { command, params } = message;
    for (const collect of this.#collectors) collect(message);
    if (joinRefusals.has(command) && this.#rooms?.refused(params[1] ?? '', command, params.at(-1) ?? '')) return;
    if (this.sender.take(message) || this.#registration.take(message)) return;
    this.#playback.take(message);
  }

  /** Registered: does what is to be done before anything can be said. */
  #enter(): void {
    clearTimeout(this.#deadline);
    const { client, identity, members, topics } = this;
    members.configure(client.caseMapping, client.ranks, (letter, on) => client.isPlainMode(letter, on));
    const rooms = new Rooms(
      {
        command: (line) => this.sender.command(line),
        warn: (text) => this.#listener.warn(text),
        gap: (source, reason) => this.#listener.emit({ type: 'gap', channel: this.channel(source), reason }),
      },
      this.#wanted,
      client.caseMapping,
    );
    this.#rooms = rooms;
    const emit = (event: QueuedEvent): void => this.#listener.emit(event);
    const takeGap = (source: string): string | undefined => this.#listener.takeGap(source);
    this.#traffic = { identity, members, rooms, topics, channel: (source) => this.channel(source), emit, takeGap };
    this.#listener.named(identity.nick);
    if (!this.#registration.isLoggedIn) identity.identify();
    identity.regain();
    this.#perform(rooms).catch((error: unknown) =>
      this.#fail(error instanceof Error ? error : new PlugError(String(error))),
    );
  }

  async #perform(rooms: Rooms): Promise<void> {
    await Promise.all(this.#settings.perform.map((line) => this.sender.command(line)));
    await rooms.joinAll();
    if (this.#stage !== 'opening') return;
    this.#stage = 'open';
    this.#opened.resolve();
  }

  #fail(error: Error): void {
    this.#end(error);
    this.client.destroy();
  }

  #closed(cause: Error | undefined): void {
    const words = this.#lastWords || cause?.message || 'the server closed it';
    this.#end(new NotConnectedError(`the connection is gone: ${words}`, { cause }));
  }

  #end(cause: Error): void {
    if (this.#stage === 'closed') return;
    const wasOpen = this.#stage === 'open';
    this.#stage = 'closed';
    this.#letGo(cause);
    if (wasOpen) this.#listener.lost(cause);
  }

  #letGo(cause: Error): void {
    clearTimeout(this.#deadline);
    this.identity.stop();
    this.sender.stop(cause);
    this.#rooms?.stop();
    this.#opened.reject(cause);
  }
}
