import {
  type Capabilities,
  type Channel,
  type HistoryQuery,
  type Message,
  type MessageRef,
  NotConnectedError,
  Plug,
  type PutOptions,
  type QueuedEvent,
  userRef,
} from '../../../src/index.ts';
import type { Dial, FromNetwork, Line, LineContent, LineEvent, LineKind, LineRequest } from './lines.ts';

interface LineConfig {
  readonly kind: LineKind;
  readonly dial: Dial;
}

/** An account on a network at the other end of a line. */
export class LinePlug extends Plug<LineConfig> {
  readonly networkName = 'line';
  readonly networkId: string;
  readonly capabilities: Capabilities;
  readonly #answers = new Map<number, (result: never) => void>();
  #asked = 0;
  #line: Line | undefined;

  constructor(config: LineConfig) {
    super(config.kind.name, config);
    const { name, echo, takesKey, history } = config.kind;
    this.networkId = `line:${name}`;
    this.self = { ...userRef(this.networkId, 'bridge'), nick: 'bridge' };
    this.capabilities = {
      text: { unit: 'utf16', marks: [] },
      impersonate: true,
      echo: echo === 'none' ? 'none' : 'network',
      idempotency: takesKey ? 'key' : echo === 'key' ? 'echo' : 'none',
      edit: true,
      delete: true,
      reaction: true,
      ...(history && { history }),
    };
    if (!history) Object.defineProperty(this, 'getHistory', { value: undefined });
  }

  get room(): Channel {
    return this.channel('room');
  }

  protected override async start(signal: AbortSignal): Promise<void> {
    let welcomed = (): void => undefined;
    const welcome = new Promise<void>((resolve) => {
      welcomed = resolve;
    });
    const take = (message: FromNetwork): void => {
      if ('welcome' in message) welcomed();
      else if ('answer' in message) this.#answer(message.answer, message.result as never);
      else void this.queue(this.#event(message.event)).then(() => this.#line?.send({ acknowledge: message.place }));
    };
    const cut = (): void => this.status('lost', new NotConnectedError('the line was cut'));
    this.#line = await this.config.dial(signal, take, cut);
    await welcome;
  }

  protected override async stop(): Promise<void> {
    this.#line?.close();
  }

  protected override put(_channel: Channel, message: Message, { key, as }: PutOptions): Promise<string> {
    return this.#ask({ call: 'put', text: String(message.text), nick: as?.nick ?? '', key });
  }

  protected override putEdit({ id }: MessageRef, message: Message): Promise<void> {
    return this.#ask({ call: 'edit', id, text: String(message.text) });
  }

  protected override putDelete(refs: readonly MessageRef[]): Promise<void> {
    return this.#ask({ call: 'delete', ids: refs.map(({ id }) => id) });
  }

  protected override putReaction({ id }: MessageRef, emoji: string, on: boolean): Promise<void> {
    return this.#ask({ call: 'react', id, emoji, on });
  }

  protected override async *getHistory(_channel: Channel, { after, limit }: HistoryQuery): AsyncIterable<QueuedEvent> {
    const request: LineRequest = { call: 'history', after: after?.id, limit };
    for (const message of await this.#ask<LineContent[]>(request)) {
      yield this.#event({ ...message, type: 'message' });
    }
  }

  #event(event: LineEvent): QueuedEvent {
    return { ...event, channel: this.room, user: { id: event.user, nick: event.user } };
  }

  #ask<T>(request: LineRequest): Promise<T> {
    this.#asked += 1;
    this.#line?.send({ ask: this.#asked, request });
    return new Promise((resolve) => this.#answers.set(this.#asked, resolve));
  }

  #answer(number: number, result: never): void {
    this.#answers.get(number)?.(result);
    this.#answers.delete(number);
  }
}
