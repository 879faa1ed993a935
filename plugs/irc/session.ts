import { NotConnectedError, NotJoinedError, PlugError } from '../../src/index.ts';
import { IrcClient } from './client.ts';
import { Identity } from './identity.ts';
import { MemberList } from './members.ts';
import { isChannelName } from './names.ts';
import { Registration } from './registration.ts';
import { Rooms, type WantedChannels } from './rooms.ts';
import { Router } from './router.ts';
import { type Said, Sender } from './sender.ts';
import type { SessionListener } from './session-listener.ts';
import type { IrcSettings } from './settings.ts';

/** One connection, from its beginning to its end; the next one starts with nothing of it. */
export class Session {
  readonly client: IrcClient;
  readonly identity: Identity;
  readonly members: MemberList = new MemberList();
  readonly sender: Sender;
  readonly router: Router;
  readonly topics: Map<string, string> = new Map();
  readonly #settings: IrcSettings;
  readonly #wanted: WantedChannels;
  readonly #listener: SessionListener;
  readonly #registration: Registration;
  readonly #opened = Promise.withResolvers<void>();
  #rooms: Rooms | undefined;
  #stage: 'opening' | 'open' | 'closed' = 'opening';
  #deadline: NodeJS.Timeout | undefined;

  constructor(settings: IrcSettings, wanted: WantedChannels, listener: SessionListener) {
    this.#settings = settings;
    this.#wanted = wanted;
    this.#listener = listener;
    this.client = new IrcClient(settings, {
      message: (message) => {
        if (this.#stage !== 'closed') this.router.receive(message);
      },
      saslFailed: (reason) => this.#registration.saslFailed(reason),
      closed: (cause) => this.#closed(cause),
    });
    this.identity = new Identity(settings.nick, settings.nickserv, {
      write: (line) => this.client.write(line),
      tell: (line) => void this.#tell(line),
    });
    const { client, identity, members } = this;
    this.sender = new Sender({ settings, client, identity, members, nextId: listener.nextId });
    this.#registration = new Registration({
      identity,
      wantsSasl: settings.sasl !== undefined,
      hasNickServ: settings.nickserv !== undefined,
      ready: () => this.#enter(),
      fail: (error) => this.#fail(error),
    });
    this.router = new Router({ identity, members, listener, sender: this.sender, registration: this.#registration });
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
  say(said: Said): Promise<string | string[]> {
    if (this.#rooms === undefined) return Promise.reject(new NotConnectedError('not registered with the server yet'));
    const ready = isChannelName(said.target) ? this.#rooms.ready(said.target) : undefined;
    if (ready === undefined) return this.sender.say(said);
    const refusals = this.sender.refusals(said.target);
    return ready.then(() => {
      if (this.sender.refusals(said.target) === refusals) return this.sender.say(said);
      // Both are tried again then, in their order.
      throw new NotJoinedError(`what was said in ${said.target} before it was refused`, {
        retryable: true,
        certain: true,
      });
    });
  }

  /** The channels to be in. @throws NotConnectedError before the server has let us in */
  get rooms(): Rooms {
    if (this.#rooms === undefined) throw new NotConnectedError('not registered with the server yet');
    return this.#rooms;
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
        gap: (source, reason) => this.#listener.emit({ type: 'gap', channel: this.#listener.channel(source), reason }),
      },
      this.#wanted,
      client.caseMapping,
    );
    this.#rooms = rooms;
    this.router.enter(rooms, topics);
    this.#listener.named(identity.nick);
    if (!this.#registration.isLoggedIn) identity.identify();
    identity.regain();
    this.#perform(rooms).catch((error: unknown) =>
      this.#fail(error instanceof Error ? error : new PlugError(String(error))),
    );
  }

  async #perform(rooms: Rooms): Promise<void> {
    await Promise.all(this.#settings.perform.map((line) => this.#tell(line)));
    await rooms.joinAll();
    if (this.#stage !== 'opening') return;
    this.#stage = 'open';
    this.#opened.resolve();
  }

  /** Says something that need not succeed; the line stays out of the warning, for there may be a password in it. */
  async #tell(line: string): Promise<void> {
    try {
      await this.sender.command(line);
    } catch (error) {
      if (this.#stage !== 'closed') this.#listener.warn(error instanceof Error ? error.message : String(error));
    }
  }

  #fail(error: Error): void {
    this.#end(error);
    this.client.destroy();
  }

  #closed(cause: Error | undefined): void {
    const words = this.router.lastWords || cause?.message || 'the server closed it';
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
