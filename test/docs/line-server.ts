import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface Said {
  readonly id: string;
  readonly room: string;
  readonly nick: string;
  readonly text: string;
}

/** The network of docs/write-a-plug.md: JSON, one object a line, over TCP on loopback. */
export class LineServer {
  readonly port: number;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #said: Said[] = [];
  #severed = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (socket) => this.#welcome(socket));
  }

  static async start(): Promise<LineServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new LineServer(server, (server.address() as { port: number }).port);
  }

  /** What was said in a room, oldest first. */
  said(room: string): readonly Said[] {
    return this.#said.filter((said) => said.room === room);
  }

  say(room: string, nick: string, text: string): void {
    this.#tell({ room, nick, text }, undefined, undefined);
  }

  sever(): void {
    this.#severed = true;
    for (const client of this.#clients) client.destroy();
  }

  heal(): void {
    this.#severed = false;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  #welcome(socket: Socket): void {
    if (this.#severed) return void socket.destroy();
    this.#clients.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#clients.delete(socket));
    let nick = '';
    createInterface({ input: socket }).on('line', (line) => {
      const message = JSON.parse(line) as { nick?: string; room?: string; text?: string; key?: string };
      if (message.nick !== undefined) {
        nick = message.nick;
        socket.write(`${JSON.stringify({ welcome: nick })}\n`);
      } else this.#tell({ room: message.room ?? '', nick, text: message.text ?? '' }, socket, message.key);
    });
  }

  #tell(message: Omit<Said, 'id'>, from: Socket | undefined, key: string | undefined): void {
    const said = { id: String(this.#said.length + 1), ...message };
    this.#said.push(said);
    for (const client of this.#clients) {
      client.write(`${JSON.stringify(client === from ? { ...said, key } : said)}\n`);
    }
  }
}
