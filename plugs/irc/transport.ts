import { EventEmitter, once } from 'node:events';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { LineDecoder } from './decode.ts';

/** What TLS needs to know beside the host. */
export interface TlsSettings {
  /** PEM of the authorities to trust instead of the system's. */
  readonly ca?: string;
  /** PEM of our own certificate and its key, for servers that know us by it. */
  readonly cert?: string;
  readonly key?: string;
  /** Default true; false takes anybody for the server. */
  readonly rejectUnauthorized?: boolean;
}

/** Where and how to connect. */
export interface TransportSettings {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsSettings | undefined;
  /** The encoding of lines that are not UTF-8. */
  readonly encoding: string;
}

/**
 * The socket under irc-framework: the events and methods are those that its Connection expects of a transport.
 *
 * Its own decodes every line in one fixed encoding and makes a system call for each line written. This one decodes per
 * line, hands lines to `onLine` first, and writes all lines of a turn of the event loop at once.
 */
export class LineTransport extends EventEmitter {
  readonly #settings: TransportSettings;
  readonly #decoder: LineDecoder;
  #socket: Socket | undefined;
  #isOpen = false;
  #isPaused = false;
  #buffer = '';
  #flushing = false;
  #beforeFlush: (() => void)[] = [];
  #error: Error | undefined;
  /** When something last came in, or when we began to connect, in milliseconds since 1970. */
  lastReadAt: number = Date.now();
  /** Gets each line; what irc-framework is to see of it goes on by {@link emitLine}. */
  onLine: (line: string) => void = () => undefined;

  /** irc-framework hands its transport all of its own options. */
  constructor(options: { readonly settings: TransportSettings }) {
    super();
    this.#settings = options.settings;
    this.#decoder = new LineDecoder(options.settings.encoding);
  }

  isConnected(): boolean {
    return this.#isOpen;
  }

  connect(): void {
    const { host, port, tls } = this.#settings;
    const target = { host, port, noDelay: true };
    // A server name of TLS may not be an address (RFC 6066 §3).
    const name = isIP(host) === 0 ? { servername: host } : {};
    const socket = tls === undefined ? connectTcp(target) : connectTls({ ...target, ...name, ...tls });
    this.#socket = socket;
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      this.#isOpen = true;
      this.emit('open');
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.once('error', (error) => {
      this.#error = error;
    });
    // Half an IRC connection is of no use.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      this.#isOpen = false;
      this.emit('close', this.#error ?? false);
    });
  }

  /** Writes a line; CR LF is added, and whatever would end the line before is taken out. */
  writeLine(line: string, callback?: () => void): void {
    const safe = /[\r\n\0]/.test(line) ? line.replace(/[\r\n\0]+/g, ' ') : line;
    this.#buffer += `${safe}\r\n`;
    if (callback === undefined) this.#scheduleFlush();
    else this.#flush(callback);
  }

  /** Calls back once before the lines written so far go to the socket; lines it writes go with them. */
  beforeFlush(callback: () => void): void {
    this.#beforeFlush.push(callback);
    this.#scheduleFlush();
  }

  /** Shows irc-framework a line. */
  emitLine(line: string): void {
    try {
      this.emit('line', line);
    } catch {
      // irc-framework throws on a line that lacks a parameter it counts on; such a line tells it nothing.
    }
  }

  /** Whether reading has been stopped by us. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Stops reading, so that the server has to wait, or goes on. */
  pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.lastReadAt = Date.now();
    if (isPaused) this.#socket?.pause();
    else this.#socket?.resume();
  }

  /** What broke the connection, where that is known. */
  get error(): Error | undefined {
    return this.#error;
  }

  close(force = false): void {
    this.#flush();
    if (force || !this.#isOpen) this.#socket?.destroy();
    else this.#socket?.end();
  }

  /** Closes, and cuts the connection if the other side has not closed it by then; resolves when it is gone. */
  async end(patienceMs: number): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined || socket.closed) return;
    const closed = once(socket, 'close');
    this.close(patienceMs === 0);
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    await closed;
    clearTimeout(timer);
  }

  disposeSocket(): void {
    this.#socket?.destroy();
  }

  /** Encodings are this class's own affair. */
  setEncoding(): boolean {
    return true;
  }

  #scheduleFlush(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  #flush(callback?: () => void): void {
    // What is written by these calls goes with this flush and needs none of its own.
    this.#flushing = true;
    const due = this.#beforeFlush;
    this.#beforeFlush = [];
    for (const call of due) call();
    this.#flushing = false;
    const text = this.#buffer;
    this.#buffer = '';
    if (text !== '' && this.#isOpen) this.#socket?.write(text, callback);
    else if (callback !== undefined) setImmediate(callback);
  }

  #read(chunk: Buffer): void {
    this.lastReadAt = Date.now();
    for (const line of this.#decoder.push(chunk)) this.onLine(line);
  }
}
