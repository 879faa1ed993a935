import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A cable between a client and a server on 127.0.0.1 that a test can pull out. */
export class CableProxy {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isWhole = true;

  private constructor(server: Server, port: number) {
    this.#server = server;
    server.on('connection', (near) => {
      const far = connect({ host: '127.0.0.1', port, noDelay: true });
      near.setNoDelay(true);
      this.#tie(near, far);
      this.#tie(far, near);
      if (!this.#isWhole) near.destroy();
    });
  }

  /** Listens on a free port and passes everything on to another. */
  static async to(port: number): Promise<CableProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CableProxy(server, port);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection, and each new one, until {@link heal}. */
  sever(): void {
    this.#isWhole = false;
    for (const end of this.#ends) end.destroy();
  }

  heal(): void {
    this.#isWhole = true;
  }

  async close(): Promise<void> {
    this.sever();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #tie(from: Socket, to: Socket): void {
    this.#ends.add(from);
    from.on('error', () => undefined);
    from.pipe(to);
    from.once('close', () => {
      this.#ends.delete(from);
      to.destroy();
    });
  }
}
