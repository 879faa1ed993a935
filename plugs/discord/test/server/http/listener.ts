import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Gateway } from '../gateway/gateway.ts';
import { type ApiParts, answer, route } from './api.ts';
import { ApiError } from './api-error.ts';
import { readBody } from './body.ts';
import { findFile } from './cdn.ts';
import type { RecordedRequest } from './recording.ts';

/** The one port: the API under `/api/v10`, the CDN under `/cdn`, the gateway under `/gateway`. */
export class Listener {
  readonly #parts: ApiParts;
  readonly #gateway: Gateway;
  readonly #http: Server;
  readonly #sockets: WebSocketServer = new WebSocketServer({ noServer: true });
  /** Every request, oldest first. */
  readonly requests: RecordedRequest[] = [];
  /** Told when a request was answered. */
  onAnswer: () => void = () => {};
  /** Refuses everything at the door, as when the service is down. */
  offline = false;
  /** Refuses the gateway alone. */
  gatewayRefused = false;

  constructor(parts: ApiParts, gateway: Gateway) {
    this.#parts = parts;
    this.#gateway = gateway;
    this.#http = createServer((request, response) => void this.#serve(request, response));
    this.#http.on('connection', (socket: Socket) => {
      socket.setNoDelay(true);
      if (this.offline) socket.resetAndDestroy();
    });
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Starts to listen, at a free port of the loopback. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(0, '127.0.0.1', resolve);
    });
    return (this.#http.address() as AddressInfo).port;
  }

  /** Cuts every HTTP connection that is open. */
  cut(): void {
    this.#http.closeAllConnections();
  }

  /** Ends everything that was started. */
  async close(): Promise<void> {
    this.#gateway.drop();
    this.#sockets.close();
    const closed = new Promise((resolve) => this.#http.close(resolve));
    this.#http.closeAllConnections();
    await closed;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (this.offline || this.gatewayRefused || !url.pathname.startsWith('/gateway')) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => this.#gateway.accept(client, url));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (this.offline) {
      request.socket.resetAndDestroy();
      return;
    }
    if (url.pathname.startsWith('/cdn/')) {
      this.#serveFile(request, response, url);
      return;
    }
    const [, version, path = ''] = /^\/api\/v(\d+)(\/.*)$/.exec(url.pathname) ?? [];
    const method = request.method ?? 'GET';
    const match = version === '10' ? route(this.#parts, method, path) : ApiError.ofStatus(404);
    const body = await readBody(request).catch((error: unknown) => {
      return error instanceof ApiError ? error : undefined;
    });
    // The client went away in the middle of its body: there is nobody to answer.
    if (body === undefined) return;
    const recorded: RecordedRequest = {
      at: Date.now(),
      method,
      path,
      route: match instanceof ApiError ? undefined : match.route.path,
      query: Object.fromEntries(url.searchParams),
      headers: request.headers,
      body: body instanceof ApiError ? undefined : body.json,
      files: body instanceof ApiError ? [] : body.files,
      response: undefined,
    };
    this.requests.push(recorded);
    const given = await answer(this.#parts, request, recorded, match, body);
    if (given === undefined) request.socket.resetAndDestroy();
    else {
      recorded.response = { status: given.status, body: given.body };
      const type = given.body === undefined ? {} : { 'Content-Type': 'application/json' };
      response.writeHead(given.status, { ...given.headers, ...type });
      response.end(given.body === undefined ? undefined : JSON.stringify(given.body));
    }
    this.onAnswer();
  }

  #serveFile(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const file = findFile(this.#parts.world, decodeURI(url.pathname.slice('/cdn'.length)), url.searchParams);
    request.resume();
    if (file === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('This content is no longer available.');
      return;
    }
    response.writeHead(200, { 'Content-Type': file.contentType, 'Content-Length': file.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : file.bytes);
  }
}
