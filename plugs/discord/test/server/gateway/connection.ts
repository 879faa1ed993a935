import { GatewayCloseCodes, GatewayOpcodes } from 'discord-api-types/v10';
import type { RawData, WebSocket } from 'ws';
import type { Session } from './session.ts';

/** What a client sends. */
export interface ClientPayload {
  readonly op: number;
  readonly d: unknown;
}

/** What a connection leaves to the server. */
export interface ConnectionOwner {
  readonly heartbeatIntervalMs: number;
  /** How much later than it happens everything is sent, in ms. */
  latencyMs(): number;
  received(connection: Connection, payload: ClientPayload): void;
  closed(connection: Connection, code: number): void;
}

/** Events a minute that a client may send (Gateway › Rate Limiting). */
const sendsPerMinute = 120;
/** The size of one payload from a client (Gateway › Sending Events: 4096 bytes). */
const maxPayloadBytes = 4096;

/** One WebSocket: hello, heartbeats and their limits, and sending in order however late. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #owner: ConnectionOwner;
  readonly #outgoing: string[] = [];
  readonly #timers: Set<NodeJS.Timeout> = new Set();
  #overdue: NodeJS.Timeout | undefined;
  #sent: number[] = [];
  #silent = false;
  session: Session | undefined;

  constructor(socket: WebSocket, owner: ConnectionOwner) {
    this.#socket = socket;
    this.#owner = owner;
    socket.on('message', (data, binary) => this.#receive(data, binary));
    socket.on('close', (code) => this.#closed(code));
    // A reset is followed by `close`, which is where it is dealt with.
    socket.on('error', () => {});
    this.#awaitHeartbeat();
    this.op(GatewayOpcodes.Hello, { heartbeat_interval: owner.heartbeatIntervalMs });
  }

  /** Sends something other than a dispatch. */
  op(op: GatewayOpcodes, d?: unknown): void {
    this.send(JSON.stringify({ op, d: d ?? null, s: null, t: null }));
  }

  /** Sends a payload, after whatever was given before it. */
  send(payload: string): void {
    if (this.#silent) return;
    const latency = this.#owner.latencyMs();
    if (latency === 0 && this.#outgoing.length === 0) {
      this.#socket.send(payload);
      return;
    }
    this.#outgoing.push(payload);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      const next = this.#outgoing.shift();
      if (next !== undefined) this.#socket.send(next);
    }, latency);
    this.#timers.add(timer);
  }

  /** Deaf and dumb from here on, but not closed: what clients call a zombie. */
  silence(): void {
    this.#silent = true;
    clearTimeout(this.#overdue);
  }

  /** Closes properly, with a code that says why. */
  close(code: number): void {
    this.#socket.close(code);
  }

  /** Cuts the connection without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, binary: boolean): void {
    if (this.#silent) return;
    const now = Date.now();
    this.#sent = [...this.#sent.filter((at) => now - at < 60_000), now];
    if (this.#sent.length > sendsPerMinute) return this.close(GatewayCloseCodes.RateLimited);
    const text = String(data);
    const payload = Buffer.byteLength(text) > maxPayloadBytes || binary ? undefined : parse(text);
    if (payload === undefined) return this.close(GatewayCloseCodes.DecodeError);
    if (payload.op !== GatewayOpcodes.Heartbeat) return this.#owner.received(this, payload);
    this.#awaitHeartbeat();
    this.op(GatewayOpcodes.HeartbeatAck);
  }

  /** A client that is late with its heartbeat is cut off (Gateway › Heartbeat Interval; how late is assumed). */
  #awaitHeartbeat(): void {
    clearTimeout(this.#overdue);
    const patience = this.#owner.heartbeatIntervalMs * 2 + 1000;
    this.#overdue = setTimeout(() => this.close(GatewayCloseCodes.SessionTimedOut), patience);
  }

  #closed(code: number): void {
    clearTimeout(this.#overdue);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#owner.closed(this, code);
  }
}

function parse(text: string): ClientPayload | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { op, d } = value as Partial<ClientPayload>;
    return typeof op === 'number' ? { op, d } : undefined;
  } catch {
    return undefined;
  }
}
