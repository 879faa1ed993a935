import type { Capabilities } from '../model/capabilities.ts';
import { userRef } from '../model/refs.ts';
import type { Channel, QueuedEvent } from '../plug/plug.ts';
import { Plug } from '../plug/plug.ts';
import { ScriptedCall, type ScriptedMethod, type ScriptedRequest } from './scripted-call.ts';

/** How a {@link ScriptedPlug} is set up. */
export interface ScriptedOptions {
  /** Changes to what its network can do. By default it has text without limit, comes back, and nothing else. */
  readonly capabilities?: Partial<Capabilities>;
  /** Default: made from the plug's name. */
  readonly networkId?: string;
  /** Whether `start()` and `stop()` wait for the script. Default false: they end at once. */
  readonly manual?: boolean;
}

/** A call of `start()` or `stop()` that waits for the script. */
export interface ScriptedStep {
  readonly method: 'start' | 'stop';
  readonly signal?: AbortSignal;
  /** Ends it. */
  succeed(): void;
  /** Has it throw. */
  fail(error?: unknown): void;
}

const bare: Capabilities = { text: { unit: 'utf16', marks: [] }, echo: 'network', idempotency: 'none' };

/**
 * A plug whose every step is taken by hand: what is put waits until the script says what comes of it, and what happens on
 * its network happens when the script says so.
 *
 * @example
 * ```ts
 * const plug = host.addPlug(new ScriptedPlug('net'));
 * const sending = plug.channel('room').send('hello');
 * plug.last.echo();        // the network is quicker than its answer
 * plug.last.succeed();
 * await sending;
 * ```
 */
export class ScriptedPlug extends Plug<ScriptedOptions> {
  readonly networkName = 'Scripted';
  readonly networkId: string;
  readonly capabilities: Capabilities;
  /** All calls so far, oldest first. */
  readonly calls: ScriptedCall[] = [];
  /** All calls of `start()` and `stop()` so far. */
  readonly steps: ScriptedStep[] = [];
  /** Called with each call as it comes; may end it at once. */
  onCall: ((call: ScriptedCall) => void) | undefined;
  /** Called with each call of `start()` or `stop()` as it comes; may end it at once. */
  onStep: ((step: ScriptedStep) => void) | undefined;
  #ids = 0;

  constructor(name: string, options: ScriptedOptions = {}) {
    super(name, options);
    this.networkId = options.networkId ?? `scripted:${name}`;
    this.capabilities = { ...bare, ...options.capabilities };
    this.self = { ...userRef(this.networkId, 'us'), nick: 'us' };
    const { edit, delete: remove, reaction } = this.capabilities;
    // A method that is there without its declaration would be refused.
    if (edit !== undefined) {
      this.putEdit = (ref, message, options_) =>
        this.#call({
          method: 'putEdit',
          channel: this.channel(ref.channel.source),
          refs: [ref],
          message,
          options: options_,
        });
    }
    if (remove !== undefined) {
      this.putDelete = (refs, options_) =>
        this.#call({
          method: 'putDelete',
          channel: this.channel(refs[0]?.channel.source ?? ''),
          refs,
          options: options_,
        });
    }
    if (reaction !== undefined) {
      this.putReaction = (ref, emoji, on, options_) =>
        this.#call({
          method: 'putReaction',
          channel: this.channel(ref.channel.source),
          refs: [ref],
          emoji,
          on,
          options: options_,
        });
    }
  }

  /** The newest call. @throws Error when there was none */
  get last(): ScriptedCall {
    const call = this.calls.at(-1);
    if (call === undefined) throw new Error(`${this.name}: nothing was put yet`);
    return call;
  }

  /** The calls that the script has not ended. */
  get pending(): ScriptedCall[] {
    return this.calls.filter(({ ended }) => !ended);
  }

  /** The texts that were put so far, in order. */
  get texts(): string[] {
    return this.calls.filter(({ method }) => method === 'put').map(({ text }) => text);
  }

  /** Has something happen on the network. */
  emit(event: QueuedEvent): Promise<void> {
    return this.queue(event);
  }

  /** Has somebody say something; gives the id of the message, which is new unless the script names one. */
  say(source: string, text: string, id: string = this.#newId()): string {
    void this.emit({ type: 'message', channel: this.channel(source), id, text, user: { id: 'ann', nick: 'ann' } });
    return id;
  }

  /** Has the connection change. */
  become(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    this.status(state, cause);
  }

  protected override start(signal: AbortSignal): Promise<void> {
    return this.#step('start', signal);
  }

  protected override stop(): Promise<void> {
    return this.#step('stop');
  }

  protected override put(
    channel: Channel,
    message: ScriptedRequest['message'] & object,
    options: ScriptedRequest['options'],
  ): Promise<string> {
    return this.#call({ method: 'put', channel, message, options }) as Promise<string>;
  }

  #call(request: ScriptedRequest & { readonly method: ScriptedMethod }): Promise<unknown> {
    const call = new ScriptedCall(request, this.#newId(), (event) => this.queue(event));
    this.calls.push(call);
    this.onCall?.(call);
    return call.result;
  }

  #step(method: 'start' | 'stop', signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown = new Error('the script says so')): void => reject(error);
      const step: ScriptedStep = { method, succeed: resolve, fail, ...(signal && { signal }) };
      this.steps.push(step);
      this.onStep?.(step);
      if (this.config.manual !== true) resolve();
    });
  }

  #newId(): string {
    this.#ids += 1;
    return `m${this.#ids}`;
  }
}
