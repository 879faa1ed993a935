import { HookError } from '../errors.ts';
import type { Hook, HookContext } from '../hook/hook.ts';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { HookState, StateChange } from '../lifecycle/state.ts';
import { within } from '../lifecycle/within.ts';

/** The protected half of a hook, for the host. */
interface HookInside {
  start?(context: HookContext, signal: AbortSignal): Awaitable<void>;
  stop?(): Awaitable<void>;
}

/** Starts and stops one hook, once a process. */
export class HookRunner {
  readonly hook: Hook;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #tell: (change: StateChange) => void;
  #controller = new AbortController();
  #state: HookState = 'idle';

  constructor(hook: Hook, clock: Clock, timeoutMs: number, tell: (change: StateChange) => void) {
    this.hook = hook;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#tell = tell;
  }

  /** Whether the hook takes events. */
  get started(): boolean {
    return this.#state === 'started';
  }

  get state(): HookState {
    return this.#state;
  }

  /** Starts it. A hook that fails gets no events; the host goes on without it. */
  async start(context: HookContext): Promise<void> {
    if (this.#state !== 'idle') return;
    this.#become('starting');
    // A host that is opened again starts its hooks again.
    this.#controller = new AbortController();
    const inside = this.hook as unknown as HookInside;
    if (inside.start === undefined) return this.#become('started');
    try {
      await within(this.#clock, this.#timeoutMs, () => inside.start?.(context, this.#controller.signal), {
        timeout: () => new HookError(`hook ${this.hook.name}: start() took longer than ${this.#timeoutMs} ms`),
      });
      this.#become('started');
    } catch (cause) {
      this.#become('failed', new HookError(`hook ${this.hook.name} did not start`, { cause }));
    }
  }

  /** Stops it, whether it started or not. */
  async stop(): Promise<void> {
    if (this.#state === 'idle' || this.#state === 'stopping') return;
    this.#become('stopping');
    this.#controller.abort();
    const inside = this.hook as unknown as HookInside;
    try {
      await within(this.#clock, this.#timeoutMs, () => inside.stop?.(), {
        timeout: () => new HookError(`hook ${this.hook.name}: stop() took longer than ${this.#timeoutMs} ms`),
      });
      this.#become('idle');
    } catch (cause) {
      this.#become('idle', new HookError(`hook ${this.hook.name} did not stop`, { cause }));
    }
  }

  /** Tells of a fault that changes nothing. */
  fault(cause: Error): void {
    this.#become(this.#state, cause);
  }

  #become(state: HookState, cause?: Error): void {
    const previous = this.#state;
    this.#state = state;
    const at = new Date(this.#clock.now());
    this.#tell({ kind: 'hook', name: this.hook.name, state, previous, at, ...(cause && { cause }) });
  }
}
