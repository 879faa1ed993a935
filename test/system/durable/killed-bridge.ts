import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LineNetwork } from './line-network.ts';
import { type FromAccount, Lines } from './lines.ts';

const program = fileURLToPath(new URL('bridge.ts', import.meta.url));

/** One process of a bridge. */
class Life {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  #complaints = '';

  constructor(args: readonly string[], cache: string) {
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env });
    child.stderr.on('data', (chunk) => {
      this.#complaints += chunk;
    });
    child.stdin.on('error', () => undefined);
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  tell(text: string): void {
    this.#child.stdin?.write(`${text}\n`);
  }

  async line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the bridge has ended by itself:\n${this.#complaints}`);
    return value as string;
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null) throw new Error(`the bridge has ended by itself:\n${this.#complaints}`);
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.tell('close');
    const [code] = await ended;
    if (code !== 0) throw new Error(`the bridge could not be closed:\n${this.#complaints}`);
  }
}

/** A bridge in a process of its own, that is killed and begun again; its networks are in this one. */
export class KilledBridge implements AsyncDisposable {
  readonly path: string;
  readonly #networks: readonly LineNetwork[];
  readonly #folder: string;
  readonly #server: Server;
  #now: Life | undefined;
  #next: Life | undefined;

  private constructor(folder: string, networks: readonly LineNetwork[]) {
    this.#folder = folder;
    this.path = join(folder, 'bridge.db');
    this.#networks = networks;
    this.#server = createServer((socket) => this.#greet(socket)).listen(0, '127.0.0.1');
  }

  /** With its networks ready for it, and its database in a folder. */
  static async of(folder: string, networks: readonly LineNetwork[]): Promise<KilledBridge> {
    const bridge = new KilledBridge(folder, networks);
    await once(bridge.#server, 'listening');
    bridge.#next = bridge.#make();
    return bridge;
  }

  /** Begins; it prints a line when it is open. */
  begin(): void {
    this.#now = this.#next ?? this.#make();
    this.#now.tell('begin');
    this.#next = this.#make();
  }

  /** The next line that it prints. @throws Error where it has ended */
  async line(): Promise<string> {
    return (await this.#now?.line()) ?? '';
  }

  tell(text: string): void {
    this.#now?.tell(text);
  }

  /** Kills it, whatever it is doing. @throws Error where it had ended before */
  async kill(): Promise<void> {
    await this.#now?.kill();
  }

  /** Closes it as its owner would. */
  async close(): Promise<void> {
    await this.#now?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const life of [this.#now, this.#next]) await life?.kill().catch(() => undefined);
    this.#server.close();
  }

  #make(): Life {
    const { port } = this.#server.address() as AddressInfo;
    const kinds = JSON.stringify(this.#networks.map(({ kind }) => kind));
    return new Life([this.path, `${port}`, kinds], join(this.#folder, 'cache'));
  }

  #greet(socket: Socket): void {
    socket.once('data', (chunk: Buffer) => {
      // The first line is the greeting, and nothing follows it before the answer.
      const { hello } = JSON.parse(String(chunk)) as Extract<FromAccount, { hello: string }>;
      this.#networks.find(({ kind }) => kind.name === hello)?.connect((take) => new Lines(socket, take));
    });
  }
}
