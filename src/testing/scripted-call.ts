import type { Message } from '../model/message.ts';
import type { MessageRef } from '../model/refs.ts';
import type { PutOptions } from '../plug/delivery.ts';
import type { Channel, QueuedEvent } from '../plug/plug.ts';

/** The methods of a {@link ScriptedPlug} that wait for the script. */
export type ScriptedMethod = 'put' | 'putEdit' | 'putDelete' | 'putReaction';

/** What was asked of a {@link ScriptedPlug}. */
export interface ScriptedRequest {
  readonly method: ScriptedMethod;
  readonly channel: Channel;
  readonly options: PutOptions;
  /** What to put or edit. */
  readonly message?: Message;
  /** What to edit, delete or react to. */
  readonly refs?: readonly MessageRef[];
  readonly emoji?: string;
  readonly on?: boolean;
}

/** One call of a method of a {@link ScriptedPlug}: it ends when and as the script says. */
export class ScriptedCall implements ScriptedRequest {
  readonly method: ScriptedMethod;
  readonly channel: Channel;
  readonly options: PutOptions;
  readonly message?: Message;
  readonly refs?: readonly MessageRef[];
  readonly emoji?: string;
  readonly on?: boolean;
  /** The plain characters of what to put or edit. */
  readonly text: string;
  /** What the method gives its caller. */
  readonly result: Promise<unknown>;
  /** Whether the script has ended it. */
  ended = false;
  readonly #queue: (event: QueuedEvent) => Promise<void>;
  readonly #id: string;
  #resolve: (value: unknown) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(request: ScriptedRequest, id: string, queue: (event: QueuedEvent) => Promise<void>) {
    this.method = request.method;
    this.channel = request.channel;
    this.options = request.options;
    Object.assign(this, request);
    this.text = String(request.message?.text ?? '');
    this.#id = id;
    this.#queue = queue;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The id that the message gets where the script names none. */
  get id(): string {
    return this.#id;
  }

  /** Ends the call: gives these ids, or any value at all. Default: the id. */
  succeed(...result: readonly [unknown?]): void {
    this.ended = true;
    this.#resolve(result.length === 0 ? this.#id : result[0]);
  }

  /** Ends the call: throws. */
  fail(error: unknown = new Error('the script says so')): void {
    this.ended = true;
    this.#reject(error);
  }

  /** Has the network bring the message back, now; with `changes` to what it brings. */
  echo(changes: Partial<QueuedEvent> = {}): Promise<void> {
    const { self } = this.channel.plug;
    const event = {
      ...this.message,
      type: 'message',
      id: this.#id,
      channel: this.channel,
      ...(self && { user: self }),
    };
    return this.#queue({ ...event, ...changes } as QueuedEvent);
  }
}
