import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const waitTimeoutMs = 30_000;

/** What a peer says about itself when it connects. */
export interface PeerOptions {
  readonly port: number;
  readonly nick: string;
  readonly password?: string;
  /** IRCv3 capabilities to ask for. */
  readonly capabilities?: readonly string[];
}

/** Somebody else on an IRC server: a bare socket that shares no code with the plug it watches. */
export class IrcPeer {
  /** Every line received so far, without its line end. */
  readonly lines: string[] = [];
  /** The same lines as bytes, one character a byte. */
  readonly bytes: string[] = [];
  readonly nick: string;
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  #rest = '';

  private constructor(socket: Socket, nick: string) {
    this.#socket = socket;
    this.nick = nick;
    socket.on('data', (chunk) => this.#receive(chunk.toString('latin1')));
    socket.on('error', () => {});
  }

  /** Connects and registers; resolves once the server has welcomed it. */
  static async connect(options: PeerOptions): Promise<IrcPeer> {
    const socket = connect({ host: '127.0.0.1', port: options.port, noDelay: true });
    await once(socket, 'connect');
    const peer = new IrcPeer(socket, options.nick);
    if (options.password !== undefined) peer.raw(`PASS ${options.password}`);
    if (options.capabilities !== undefined) peer.raw(`CAP REQ :${options.capabilities.join(' ')}`, 'CAP END');
    peer.raw(`NICK ${options.nick}`, `USER ${options.nick} 0 * :peer`);
    await peer.waitFor(/^(@\S+ )?:\S+ 001 /);
    return peer;
  }

  /** Sends lines as they are. */
  raw(...lines: readonly string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }

  /** Sends bytes as they are: no line end is added. */
  rawBytes(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Joins a channel and waits until the server has told it who is there. */
  async join(channel: string, key = ''): Promise<void> {
    const from = this.lines.length;
    this.raw(`JOIN ${channel} ${key}`);
    await this.waitFor(new RegExp(` 366 \\S+ ${escaped(channel)} `, 'i'), from);
  }

  say(target: string, text: string): void {
    this.raw(`PRIVMSG ${target} :${text}`);
  }

  /** Becomes an operator of the test servers. */
  async oper(): Promise<void> {
    this.raw('OPER admin admin');
    await this.waitFor(/ 381 /);
  }

  /** Sends a PING and waits for its answer: the server has then read all that was sent before. */
  async settle(): Promise<void> {
    const token = `settle${this.lines.length}`;
    const from = this.lines.length;
    this.raw(`PING ${token}`);
    await this.waitFor(new RegExp(` PONG .*${token}`), from);
  }

  /** What others said to a channel or to this peer, in order: who, and the text. */
  messages(target: string): { readonly nick: string; readonly text: string }[] {
    const pattern = new RegExp(`^(?:@\\S+ )?:([^! ]+)\\S* PRIVMSG ${escaped(target)} :(.*)$`, 'i');
    return this.lines.flatMap((line) => {
      const [, nick, text] = pattern.exec(line) ?? [];
      return nick === undefined || text === undefined ? [] : [{ nick, text }];
    });
  }

  /** The first line from index `from` on that matches, now or later; throws after so long. */
  waitFor(pattern: RegExp, from = 0, timeoutMs = waitTimeoutMs): Promise<string> {
    return this.until(() => this.lines.slice(from).find((line) => pattern.test(line)), String(pattern), timeoutMs);
  }

  /** Waits for a number of messages to a target. */
  async waitForMessages(target: string, count: number): Promise<void> {
    const reached = (): true | undefined => (this.messages(target).length >= count ? true : undefined);
    await this.until(reached, `${count} messages to ${target}`);
  }

  /** Waits until `find`, asked again after each chunk received, gives something. */
  until<T>(find: () => T | undefined, what: string, timeoutMs = waitTimeoutMs): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(check);
      };
      const check = (): void => {
        const found = find();
        if (found === undefined) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`${this.nick} waited in vain for ${what}; last lines:\n${this.lines.slice(-20).join('\n')}`));
      }, timeoutMs);
      this.#watchers.add(check);
      check();
    });
  }

  /** Cuts the connection. */
  close(): void {
    this.#socket.destroy();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #receive(chunk: string): void {
    const parts = (this.#rest + chunk).split('\n');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const bytes = part.endsWith('\r') ? part.slice(0, -1) : part;
      const line = Buffer.from(bytes, 'latin1').toString('utf8');
      this.bytes.push(bytes);
      this.lines.push(line);
      if (line.startsWith('PING ')) this.raw(`PONG ${line.slice(5)}`);
    }
    for (const check of [...this.#watchers]) check();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
