import {
  type ChatEvent,
  type Clock,
  defineHook,
  Host,
  type HostOptions,
  type Logger,
  type StateChange,
} from '../../src/index.ts';
import { FakeClock, type ScriptedOptions, ScriptedPlug } from '../../src/testing/index.ts';

/** A host under a clock of our own, with all that it says. */
export class ScriptedHost {
  readonly clock: FakeClock;
  readonly host: Host;
  /** Every event, in the order in which it reached the hook `watch`. */
  readonly events: ChatEvent[] = [];
  readonly warnings: string[] = [];
  readonly states: StateChange[] = [];

  constructor(
    options: Omit<HostOptions, 'clock' | 'logger'> & { readonly seed?: number; readonly clock?: FakeClock } = {},
  ) {
    const { seed = 1, clock = new FakeClock({ seed }), ...rest } = options;
    this.clock = clock;
    this.host = new Host({ ...rest, clock: clock as Clock, logger: this.#logger() });
    this.host.states.subscribe((change) => this.states.push(change));
    this.host.addHook(defineHook('watch', { onReceive: (event) => void this.events.push(event) }));
  }

  plug(name: string, options: ScriptedOptions = {}): ScriptedPlug {
    return this.host.addPlug(new ScriptedPlug(name, options));
  }

  /** Opens the host; gives nothing back before it is open. */
  async open(): Promise<void> {
    await this.clock.wait(this.host.open());
    await this.clock.settle();
  }

  async close(): Promise<void> {
    await this.clock.wait(this.host.close());
  }

  /** The texts of all messages that reached the hook `watch`, in order. */
  get texts(): string[] {
    return this.events.flatMap((event) => (event.type === 'message' ? [String(event.text)] : []));
  }

  #logger(): Logger {
    const ignore = (): void => undefined;
    const keep = (_fields: object, message: string): void => void this.warnings.push(message);
    return { debug: ignore, info: ignore, warn: keep, error: keep };
  }
}
