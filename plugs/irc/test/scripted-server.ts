import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** One client of a {@link ScriptedServer}. */
export interface ScriptedClient {
  readonly socket: Socket;
  nick: string;
  /** Whether USER has come, and the welcome is still due. */
  hasUser: boolean;
  /** Sends lines; `\r\n` is added. */
  say(...lines: readonly string[]): void;
  /** Sends 001, 005 and the end of the message of the day. */
  welcome(...support: readonly string[]): void;
}

/** What a scripted server does with a line; false leaves it to the server's own manners. */
export type Script = (line: string, client: ScriptedClient) => boolean | undefined;

/** An IRC server that does what the test says: for what no real server can be made to do. */
export class ScriptedServer implements AsyncDisposable {
  /** All lines received. */
  readonly lines: string[] = [];
  readonly clients: ScriptedClient[] = [];
  /** Capabilities to offer; none: CAP is unknown. */
  capabilities = '';
  /** Whether nothing is answered any more. */
  isSilent = false;
  readonly #server: Server;
  #script: Script = () => false;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  static async start(script: Script = () => false): Promise<ScriptedServer> {
    const server = new ScriptedServer(createServer());
    server.#script = script;
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The client that connected last. */
  get client(): ScriptedClient {
    const client = this.clients.at(-1);
    if (client === undefined) throw new Error('nobody has connected');
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { socket } of this.clients) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    const client: ScriptedClient = {
      socket,
      nick: '*',
      hasUser: false,
      say: (...lines) => void socket.write(lines.map((line) => `${line}\r\n`).join('')),
      welcome: (...support) => {
        client.say(`:fake 001 ${client.nick} :Welcome ${client.nick}!u@h`);
        client.say(`:fake 005 ${client.nick} CHANTYPES=# PREFIX=(ov)@+ ${support.join(' ')} :are supported`);
        client.say(`:fake 422 ${client.nick} :MOTD File is missing`);
      },
    };
    this.clients.push(client);
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.lines.push(line);
        if (!this.isSilent && this.#script(line, client) !== true) this.#answer(line, client);
      }
    });
  }

  #answer(line: string, client: ScriptedClient): void {
    const words = line.replace(/^@\S+ /, '').split(' ');
    const argument = words[1] ?? '';
    switch (words[0]) {
      case 'CAP':
        this.#negotiate(line, client);
        break;
      case 'NICK':
        client.nick = argument;
        break;
      case 'USER':
        client.hasUser = true;
        break;
      case 'PING':
        client.say(`:fake PONG fake ${argument}`);
        break;
      case 'JOIN':
        for (const name of argument.split(',')) {
          client.say(`:${client.nick}!u@h JOIN ${name}`, `:fake 353 ${client.nick} = ${name} :${client.nick} @ann bob`);
          client.say(`:fake 366 ${client.nick} ${name} :End of /NAMES list`);
        }
        break;
      default:
    }
    if (client.hasUser && client.nick !== '*' && this.capabilities === '') {
      client.hasUser = false;
      client.welcome();
    }
  }

  #negotiate(line: string, client: ScriptedClient): void {
    if (this.capabilities === '') client.say(':fake 421 * CAP :Unknown command');
    else if (line.startsWith('CAP LS')) client.say(`:fake CAP * LS :${this.capabilities}`);
    else if (line.startsWith('CAP REQ')) client.say(`:fake CAP ${client.nick} ACK ${line.slice('CAP REQ '.length)}`);
    else if (line.startsWith('CAP END')) client.welcome();
  }
}
