/** A plug in twenty lines: people come in with `nc 127.0.0.1 4000` (or PORT), and are bridged with the terminal. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type Capabilities, type Channel, Host, type Message, Plug } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { TerminalPlug } from 'tieline/plugs/terminal';

class TcpPlug extends Plug<{ readonly port: number }> {
  readonly networkName = 'TCP';
  readonly networkId = 'tcp';
  readonly capabilities: Capabilities = { text: { unit: 'byte', marks: [] }, echo: 'none', idempotency: 'none' };
  readonly #people = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#people.add(socket.on('error', () => undefined).on('close', () => this.#people.delete(socket)));
    const user = { id: `guest${socket.remotePort}` };
    createInterface(socket).on('line', (text) => {
      void this.queue({ type: 'message', channel: this.channel('room'), id: crypto.randomUUID(), user, text });
    });
  });
  protected override async start(): Promise<void> {
    await once(this.#server.listen(this.config.port, '127.0.0.1'), 'listening');
  }
  protected override async stop(): Promise<void> {
    for (const socket of this.#people) socket.destroy();
    this.#server.close();
  }
  protected override async put(_channel: Channel, { text }: Message): Promise<string> {
    for (const socket of this.#people) socket.write(`${text}\n`);
    return crypto.randomUUID();
  }
}

const host = new Host();
const terminal = host.addPlug(new TerminalPlug('terminal'));
const tcp = host.addPlug(new TcpPlug('tcp', { port: Number(process.env.PORT ?? 4000) }));
host.addHook(new SyncHook('bridge', { channels: { room: [terminal.channel('terminal'), tcp.channel('room')] } }));
void terminal.ended.then(() => host.quit());
await host.run();
