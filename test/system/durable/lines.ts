import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One end of a line. */
export interface Line {
  send(value: unknown): void;
  close(): void;
}

/** Makes one's end of a line; `take` gets what comes. */
export type PickUp<In> = (take: (value: In) => void) => Line;

/** Gets an account a line to its network. `cut` is called when it breaks. */
export type Dial = (signal: AbortSignal, take: (value: FromNetwork) => void, cut: () => void) => Promise<Line>;

/** A line to a network in another process, at a port of this machine. */
export function dialPort(port: number, name: string): Dial {
  return async (signal, take, cut) => {
    const socket = connect({ host: '127.0.0.1', port, signal });
    await once(socket, 'connect');
    const line = new Lines(socket, take);
    line.send({ hello: name });
    socket.once('close', cut);
    return line;
  };
}

/** One JSON value a line, both ways. */
export class Lines implements Line {
  readonly #socket: Socket;
  #rest = '';

  constructor(socket: Socket, take: (value: never) => void) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      const lines = (this.#rest + chunk).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) take(JSON.parse(line) as never);
    });
    // Whoever is at the other end may be killed at any moment.
    socket.on('error', () => undefined);
  }

  send(value: unknown): void {
    if (this.#socket.writable) this.#socket.write(`${JSON.stringify(value)}\n`);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** A message as its network tells of it. */
export interface LineContent {
  readonly id: string;
  readonly user: string;
  readonly text: string;
  readonly key?: string;
}

/** What the account of a bridge is told of its network. */
export type LineEvent =
  | ({ readonly type: 'message' | 'edit' } & LineContent)
  | { readonly type: 'delete'; readonly id: string; readonly user: string }
  | {
      readonly type: 'reaction';
      readonly id: string;
      readonly user: string;
      readonly emoji: string;
      readonly removed: boolean;
    };

/** What an account asks of its network. */
export type LineRequest =
  | { readonly call: 'put'; readonly text: string; readonly nick: string; readonly key: string }
  | { readonly call: 'edit'; readonly id: string; readonly text: string }
  | { readonly call: 'delete'; readonly ids: readonly string[] }
  | { readonly call: 'react'; readonly id: string; readonly emoji: string; readonly on: boolean }
  | { readonly call: 'history'; readonly after: string | undefined; readonly limit: number | undefined };

/** Down the line: greetings, answers, and events that come again until they are acknowledged. */
export type FromNetwork =
  | { readonly welcome: true }
  | { readonly answer: number; readonly result: unknown }
  | { readonly place: number; readonly event: LineEvent };

/** Up the line. */
export type FromAccount =
  | { readonly hello: string }
  | { readonly acknowledge: number }
  | { readonly ask: number; readonly request: LineRequest };

/** What a network can do for a bridge that is killed. */
export interface LineKind {
  readonly name: string;
  /** Whether a message comes back to its sender, and with its key. */
  readonly echo: 'key' | 'bare' | 'none';
  /** Whether a message whose key it has seen is not taken again. */
  readonly takesKey?: true;
  /** Whether it can be asked for what was said. */
  readonly history?: true;
}
