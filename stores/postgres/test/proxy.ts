import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a store and its server, and cuts the line at the worst moment. */
export interface Proxy extends Disposable {
  readonly port: number;
  /** Swallows the next answer that says that a transaction was committed, and hangs up. */
  dropCommit: boolean;
  /** Swallows the next answer that says that a transaction was begun, and hangs up. */
  dropBegin: boolean;
}

/** @param port where the server listens on loopback */
export async function startProxy(port: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect({ host: '127.0.0.1', port });
    const hangUp = (): void => {
      inner.destroy();
      outer.destroy();
    };
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', hangUp);
      socket.on('close', hangUp);
    }
    inner.on('data', (chunk) => outer.write(chunk));
    outer.on('data', (chunk) => {
      const commits = proxy.dropCommit && chunk.includes('COMMIT\0');
      const begins = proxy.dropBegin && chunk.includes('BEGIN\0');
      if (commits || begins) {
        proxy.dropCommit = false;
        proxy.dropBegin = false;
        hangUp();
      } else inner.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: Proxy = {
    port: (server.address() as AddressInfo).port,
    dropCommit: false,
    dropBegin: false,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
  return proxy;
}
