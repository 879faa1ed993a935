import framework, { type Client } from 'irc-framework';
import type { Ranks } from './members.ts';
import { type IrcMessage, parseLine } from './message.ts';
import type { CaseMapping } from './names.ts';
import { extraCapabilities, OfferedCapabilities } from './negotiation.ts';
import { LineTransport, type TransportSettings } from './transport.ts';

/** Who we are on the server. */
export interface ClientSettings extends TransportSettings {
  readonly nick: string;
  readonly username: string;
  readonly realName: string;
  /** The server's password. */
  readonly password?: string | undefined;
  readonly sasl?: SaslSettings | undefined;
  /** How long the server may stay silent, in milliseconds, a PING included. */
  readonly pingTimeoutMs: number;
}

/** How to log in while registering. */
export interface SaslSettings {
  readonly mechanism: 'PLAIN' | 'EXTERNAL';
  readonly account?: string | undefined;
  readonly password?: string | undefined;
}

/** Who listens to a client. */
export interface ClientListener {
  message(message: IrcMessage): void;
  /** Logging in by SASL failed; the registration goes on without. */
  saslFailed(reason: string): void;
  /** @param cause What broke the connection, where that is known. */
  closed(cause: Error | undefined): void;
}

/** The lines that irc-framework needs to register, negotiate and log in. The traffic is read without it. */
const sessionCommands: ReadonlySet<string> = new Set(['CAP', 'AUTHENTICATE', '001', '005']);
const saslNumeric = /^90\d$/;
/** How long the server has to close the connection after a QUIT. */
const goodbyeMs = 1_000;

/**
 * One connection to a server. irc-framework registers, negotiates capabilities, logs in by SASL and reads the server's
 * options; messages go past it, because what it does for each costs more than all the rest of the way.
 */
export class IrcClient {
  readonly #client: Client = new framework.Client();
  readonly #settings: ClientSettings;
  readonly #listener: ClientListener;
  readonly #offered = new OfferedCapabilities();
  #transport: LineTransport | undefined;
  #liveness: NodeJS.Timeout | undefined;

  constructor(settings: ClientSettings, listener: ClientListener) {
    this.#settings = settings;
    this.#listener = listener;
  }

  /** Begins to connect and register; the listener hears how it goes. */
  connect(): void {
    const { nick, username, realName, password, sasl, host, port } = this.#settings;
    this.#client.requestCap(extraCapabilities);
    this.#client.on('sasl failed', ({ reason, message }) => this.#listener.saslFailed(message ?? reason));
    this.#client.on('close', () => {
      clearInterval(this.#liveness);
      this.#listener.closed(this.#transport?.error);
    });
    this.#client.connect({
      host,
      port,
      nick,
      username,
      gecos: realName,
      ...(password !== undefined && { password }),
      // An object, even an empty one: without it irc-framework sends the server's password to SASL.
      account: { ...(sasl?.account !== undefined && { account: sasl.account, password: sasl.password ?? '' }) },
      ...(sasl !== undefined && { sasl_mechanism: sasl.mechanism }),
      version: '',
      auto_reconnect: false,
      ping_interval: 0,
      ping_timeout: 0,
      enable_echomessage: true,
      enable_chghost: true,
      transport: LineTransport,
      settings: this.#settings,
    });
    this.#transport = this.#client.connection.transport as LineTransport;
    this.#transport.onLine = (line) => this.#read(line);
    this.#watch();
  }

  /** Writes a line, with the other lines of this turn of the event loop. */
  write(line: string): void {
    this.#transport?.writeLine(line);
  }

  /** Calls back before the lines written so far go out; a line written then goes with them. */
  afterWrites(callback: () => void): void {
    this.#transport?.beforeFlush(callback);
  }

  /** Stops reading, so that the server has to wait, or goes on. */
  pause(isPaused: boolean): void {
    this.#transport?.pause(isPaused);
  }

  /** Whether the server answers each line by its label, with the message as it took it. */
  get confirmsByLabel(): boolean {
    const { cap } = this.#client.network;
    return cap.isEnabled('labeled-response') && cap.isEnabled('echo-message');
  }

  /** How the server compares names. */
  get caseMapping(): CaseMapping {
    const mapping = this.#client.network.options['CASEMAPPING'];
    return mapping === 'ascii' || mapping === 'strict-rfc1459' ? mapping : 'rfc1459';
  }

  /** How the server writes ranks. */
  get ranks(): Ranks {
    const prefix = this.#client.network.options['PREFIX'];
    const list = Array.isArray(prefix) ? (prefix as { mode: string; symbol: string }[]) : [];
    return { modes: list.map(({ mode }) => mode).join(''), signs: list.map(({ symbol }) => symbol).join('') };
  }

  /** Whether a letter of MODE has no value (`CHANMODES` of RPL_ISUPPORT: lists, always, when set, never). */
  isPlainMode(letter: string, on: boolean): boolean {
    const modes = this.#client.network.options['CHANMODES'];
    const [lists = 'beI', always = 'k', whenSet = 'l'] = Array.isArray(modes) ? (modes as string[]) : [];
    return !lists.includes(letter) && !always.includes(letter) && !(on && whenSet.includes(letter));
  }

  /** Ends the connection, after a goodbye where there is one to say; resolves when it is gone. */
  async end(goodbye?: string): Promise<void> {
    clearInterval(this.#liveness);
    const transport = this.#transport;
    if (transport === undefined) return;
    if (goodbye !== undefined) this.write(`QUIT :${goodbye}`);
    await transport.end(goodbye === undefined ? 0 : goodbyeMs);
  }

  /** Cuts the connection. */
  destroy(): void {
    clearInterval(this.#liveness);
    this.#transport?.close(true);
  }

  #read(line: string): void {
    const message = parseLine(line);
    if (message === undefined) return;
    if (message.command === 'PING') this.write(`PONG :${message.params.at(-1) ?? ''}`);
    const shown = this.#shown(message, line);
    // Before the listener: it asks for options that irc-framework reads from this very line.
    if (shown !== undefined) this.#transport?.emitLine(shown);
    this.#listener.message(message);
  }

  #shown(message: IrcMessage, line: string): string | undefined {
    if (!sessionCommands.has(message.command) && !saslNumeric.test(message.command)) return undefined;
    if (message.command !== 'CAP') return line;
    const kind = message.params[1];
    if (kind === 'LS') return this.#offered.add(message.params);
    // What is offered later is not asked for: the plug settles on one way to confirm for a whole connection.
    return kind === 'NEW' ? undefined : line;
  }

  #watch(): void {
    const limit = this.#settings.pingTimeoutMs;
    this.#liveness = setInterval(() => {
      const transport = this.#transport;
      if (transport === undefined || transport.isPaused) return;
      const silent = Date.now() - transport.lastReadAt;
      if (silent >= limit) transport.close(true);
      else if (silent >= limit / 2 && transport.isConnected()) this.write('PING :alive');
    }, limit / 4);
  }
}
