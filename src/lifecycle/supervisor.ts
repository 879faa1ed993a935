import { Mutex } from 'async-mutex';
import { NotConnectedError } from '../errors.ts';
import { Backoff, reconnectBackoff } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { PlugState } from './state.ts';
import { within } from './within.ts';

/** What is kept running. */
export interface Supervised {
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** What a supervisor tells beside the state. */
export interface StateDetails {
  readonly cause?: Error;
  readonly attempt?: number;
  readonly retryInMs?: number;
}

/** How a supervisor is set up. */
export interface SupervisorOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly target: Supervised;
  /** How long one `start()` may take, in milliseconds. */
  readonly startTimeoutMs: number;
  /** How long one `stop()` may take, in milliseconds. */
  readonly stopTimeoutMs: number;
  onState(state: PlugState, details: StateDetails): void;
}

/** How long a connection must hold before an outage counts as a new one. */
const HEALTHY_MS = 60_000;

/**
 * Keeps something connected: starts it, starts it again when it fails or is lost, and never gives up.
 *
 * After a loss the first attempt comes at once, the next ones as `reconnectBackoff` says, until it has been well for a
 * minute. `start()` and `stop()` never overlap.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #backoff: Backoff;
  /** Held by whoever starts or stops the target. */
  readonly #mutex = new Mutex();
  #state: PlugState = 'idle';
  #wanted = false;
  #attempt = 0;
  #lossForgiven = false;
  #controller: AbortController | undefined;
  #cancelTimer: (() => void) | undefined;
  #lost: Error | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.clock, reconnectBackoff);
  }

  get state(): PlugState {
    return this.#state;
  }

  /** Starts the target and keeps it running; resolves when the first attempt has succeeded or failed. */
  async open(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    // At once, so that whoever sends in the next moment waits for the connection; unless the last one is still ending.
    if (!this.#mutex.isLocked()) this.#begin();
    await this.#try();
  }

  /** Stops the target for good; resolves when it is stopped. */
  async close(): Promise<void> {
    this.#wanted = false;
    this.#cancelTimer?.();
    this.#controller?.abort(new NotConnectedError(`${this.#options.name} is being closed`));
    await this.#mutex.runExclusive(async () => {
      if (this.#state === 'idle') return;
      this.#become('stopping', {});
      await this.#stop();
      this.#become('idle', {});
    });
  }

  /** What the target says of its own connection. */
  status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    if (!this.#wanted) return;
    if (state === 'lost') {
      this.#lost = cause ?? new NotConnectedError(`${this.#options.name} lost its connection`);
      // While it is starting, the attempt itself sees to it.
      if (this.#state === 'starting') this.#controller?.abort(this.#lost);
      else if (this.#state === 'connected' || this.#state === 'reconnecting') void this.#recover(this.#lost);
    } else if (state === this.#state) {
      // Something went wrong that changed nothing.
      if (state === 'connected' && cause !== undefined) this.#become(state, { cause });
    } else if (this.#state === 'connected' || this.#state === 'reconnecting') {
      this.#become(state, cause === undefined ? {} : { cause });
      if (state === 'connected') this.#watchHealth();
      else this.#cancelTimer?.();
    }
  }

  async #try(): Promise<void> {
    const failure = await this.#mutex.runExclusive(() => this.#start());
    if (failure !== undefined) this.#retryAfter(this.#backoff.next(), failure);
  }

  /** One attempt; gives what it failed with. */
  async #start(): Promise<Error | undefined> {
    if (!this.#wanted) return undefined;
    const { clock, target, startTimeoutMs, name } = this.#options;
    const controller = this.#state === 'starting' && this.#controller ? this.#controller : this.#begin();
    try {
      await within(clock, startTimeoutMs, () => target.start(controller.signal), {
        signal: controller.signal,
        timeout: () => new NotConnectedError(`${name}: start() took longer than ${startTimeoutMs} ms`),
      });
      if (this.#wanted) {
        this.#become('connected', { attempt: this.#attempt });
        this.#watchHealth();
      }
      return undefined;
    } catch (error) {
      controller.abort(error);
      const cause = error instanceof Error ? error : new Error(String(error));
      await this.#stop();
      if (!this.#wanted) return undefined;
      return cause;
    }
  }

  /** A new attempt. */
  #begin(): AbortController {
    this.#attempt += 1;
    this.#lost = undefined;
    const controller = new AbortController();
    this.#controller = controller;
    this.#become('starting', { attempt: this.#attempt });
    return controller;
  }

  async #recover(cause: Error): Promise<void> {
    this.#cancelTimer?.();
    const delay = this.#lossForgiven ? this.#backoff.next() : 0;
    this.#lossForgiven = true;
    this.#controller?.abort(cause);
    this.#become('waiting', { cause, retryInMs: delay });
    await this.#mutex.runExclusive(() => this.#stop());
    if (this.#wanted && this.#state === 'waiting') this.#arm(delay);
  }

  #retryAfter(delay: number, cause: Error): void {
    if (!this.#wanted) return;
    this.#become('waiting', { cause, attempt: this.#attempt, retryInMs: delay });
    this.#arm(delay);
  }

  #arm(delay: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(delay, () => void this.#try());
  }

  #watchHealth(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#options.clock.after(HEALTHY_MS, () => {
      this.#backoff.reset();
      this.#attempt = 0;
      this.#lossForgiven = false;
    });
  }

  async #stop(): Promise<void> {
    const { clock, target, stopTimeoutMs, name } = this.#options;
    try {
      await within(clock, stopTimeoutMs, () => target.stop(), {
        timeout: () => new NotConnectedError(`${name}: stop() took longer than ${stopTimeoutMs} ms`),
      });
    } catch (cause) {
      // What cannot be stopped cannot be helped; the next start gets its chance all the same.
      this.#options.onState(this.#state, { cause: cause instanceof Error ? cause : new Error(String(cause)) });
    }
  }

  #become(state: PlugState, details: StateDetails): void {
    this.#state = state;
    this.#options.onState(state, details);
  }
}
