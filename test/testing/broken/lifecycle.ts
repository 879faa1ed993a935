import { type MemoryConfig, MemoryPlug } from '../../../plugs/memory/index.ts';
import type { BrokenPlug } from './broken-plug.ts';

const never = new Promise<never>(() => undefined);

class HangsOnClose extends MemoryPlug {
  #started = false;
  protected override async start(): Promise<void> {
    await super.start();
    this.#started = true;
  }
  protected override async stop(): Promise<void> {
    await super.stop();
    // Not where it failed to connect: that is another test.
    if (this.#started && !this.lost) await never;
  }
  /** Whether an outage has ended the connection. */
  lost = false;
  protected override status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    this.lost = state === 'lost';
    super.status(state, cause);
  }
}

class StartsOnce extends MemoryPlug {
  #stopped = false;
  protected override async start(): Promise<void> {
    if (this.#stopped) throw new Error('this client cannot be used again');
    await super.start();
  }
  protected override async stop(): Promise<void> {
    // After an outage it can be: that is another fault.
    this.#stopped ||= this.state === 'stopping';
    await super.stop();
  }
}

class ThrowsOnSecondStop extends MemoryPlug {
  #open = false;
  protected override async start(): Promise<void> {
    await super.start();
    this.#open = true;
  }
  protected override async stop(): Promise<void> {
    await super.stop();
    if (!this.#open) throw new TypeError('there is no socket to close');
    this.#open = false;
  }
}

class IgnoresAbort extends MemoryPlug {
  protected override async start(): Promise<void> {
    try {
      await super.start();
    } catch {
      // It waits for the network to come back, whatever happens.
      await never;
    }
  }
}

class PretendsToConnect extends MemoryPlug {
  #first = true;
  protected override async start(): Promise<void> {
    const first = this.#first;
    this.#first = false;
    // After an outage it says the truth: that is another fault.
    await super.start().catch((error: unknown) => {
      if (!first) throw error;
    });
  }
}

class LeaksTimer extends MemoryPlug {
  protected override async start(): Promise<void> {
    await super.start();
    const timer = setInterval(() => undefined, 1000);
    leaked.push(timer);
  }
}

class LeaksListener extends MemoryPlug {
  constructor(name: string, config: MemoryConfig) {
    super(name, config);
    process.setMaxListeners(0);
  }
  protected override async start(): Promise<void> {
    await super.start();
    const listener = (): void => undefined;
    process.on('beforeExit', listener);
    leakedListeners.push(listener);
  }
}

class TalksAfterClose extends MemoryPlug {
  protected override async stop(): Promise<void> {
    await super.stop();
    if (this.state !== 'stopping') return;
    // A socket that nobody thought of.
    const ignore = (): void => undefined;
    const hear = (source: string, { id }: { readonly id: string }): void =>
      void this.queue({ type: 'message', channel: this.channel(source), id: `late-${id}`, text: 'late' });
    const socket = new Proxy(
      {},
      { get: (_target, key) => ({ account: 'ghost', message: hear })[String(key)] ?? ignore },
    );
    this.config.network.attach(socket as Parameters<MemoryConfig['network']['attach']>[0]);
  }
}

const leaked: NodeJS.Timeout[] = [];
const leakedListeners: (() => void)[] = [];

/** Takes back what the broken plugs have left behind. */
export function cleanUp(): void {
  for (const timer of leaked.splice(0)) clearInterval(timer);
  for (const listener of leakedListeners.splice(0)) process.off('beforeExit', listener);
}

export const brokenLifecycles: readonly BrokenPlug[] = [
  {
    fault: 'never ends its stop()',
    caughtBy: ['closes', 'may be stopped without having been started, and twice'],
    plug: HangsOnClose,
  },
  {
    fault: 'cannot be started a second time',
    caughtBy: ['opens again', 'closes while it is opening', 'a closed plug is silent'],
    plug: StartsOnce,
  },
  {
    fault: 'throws in stop() where there is nothing to stop',
    caughtBy: ['may be stopped without having been started, and twice', 'ends a start that is aborted'],
    plug: ThrowsOnSecondStop,
  },
  { fault: 'takes no notice of the signal of start()', caughtBy: ['ends a start that is aborted'], plug: IgnoresAbort },
  {
    fault: 'says that it is connected when it is not',
    caughtBy: ['fails to start while the network is away, and connects when it is back'],
    plug: PretendsToConnect,
  },
  { fault: 'leaves a timer behind', caughtBy: ['no handle, no timer, no listener'], plug: LeaksTimer },
  { fault: 'leaves a listener on the process', caughtBy: ['no handle, no timer, no listener'], plug: LeaksListener },
  { fault: 'goes on after stop()', caughtBy: ['a closed plug is silent'], plug: TalksAfterClose },
];
