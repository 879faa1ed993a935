import { type MemoryConfig, MemoryPlug } from '../../../plugs/memory/index.ts';
import {
  type Channel,
  type Message,
  NotConnectedError,
  PlugError,
  type PutOptions,
  type QueuedEvent,
} from '../../../src/index.ts';
import { type BrokenPlug, isEcho } from './broken-plug.ts';

class SwallowsErrors extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    try {
      return await super.put(channel, message, options);
    } catch {
      return `swallowed-${options.key}`;
    }
  }
}

class AnyError extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    try {
      return await super.put(channel, message, options);
    } catch (error) {
      throw error instanceof NotConnectedError && this.state === 'idle' ? new TypeError('socket is null') : error;
    }
  }
}

class SaysForGood extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    try {
      return await super.put(channel, message, options);
    } catch (cause) {
      if (this.state === 'idle') throw cause;
      throw new PlugError('the connection is closed', { cause, retryable: false, certain: true });
    }
  }
}

class CertainlyLies extends MemoryPlug {
  #kept: (() => void)[] = [];
  protected override async start(): Promise<void> {
    await super.start();
    for (const send of this.#kept.splice(0)) send();
  }
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    try {
      return await super.put(channel, message, options);
    } catch (error) {
      // It keeps the message for later, and says that nothing was sent.
      if (this.state !== 'idle') this.#kept.push(() => void super.put(channel, message, options));
      throw error;
    }
  }
}

class DeafToOutages extends MemoryPlug {
  protected override status(): void {}
}

class ComesBackTwice extends MemoryPlug {
  #starts = 0;
  protected override async start(): Promise<void> {
    await super.start();
    this.#starts += 1;
  }
  protected override queue(event: QueuedEvent): Promise<void> {
    const again = this.#starts > 1 && this.wasCut && event.type === 'message' && !isEcho(this, event);
    if (again && event.type === 'message') void super.queue({ ...event, id: `${event.id}-again` });
    return super.queue(event);
  }
  /** Whether it lost its connection: a plug that was closed and opened is another matter. */
  wasCut = false;
  protected override status(state: 'connected' | 'reconnecting' | 'lost', cause?: Error): void {
    this.wasCut = true;
    super.status(state, cause);
  }
}

class Replays extends MemoryPlug {
  readonly #seen: QueuedEvent[] = [];
  #count = 0;
  protected override async start(): Promise<void> {
    await super.start();
    for (const event of this.#seen.splice(0)) {
      this.#count += 1;
      if (event.type === 'message') void super.queue({ ...event, id: `replay-${this.#count}` });
    }
  }
  protected override queue(event: QueuedEvent): Promise<void> {
    if (event.type === 'message' && !isEcho(this, event)) this.#seen.push(event);
    return super.queue(event);
  }
  protected override async stop(): Promise<void> {
    await super.stop();
    if (this.state === 'stopping') this.#seen.length = 0;
  }
}

class IgnoresAbort extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    try {
      return await super.put(channel, message, options);
    } catch (error) {
      if (options.signal.aborted) await new Promise(() => undefined);
      throw error;
    }
  }
}

/** Takes what begins with a slash for a command, as its network does. */
class Obeys extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    if (String(message.text).startsWith('/quit')) {
      this.config.network.detach({ account: this.account } as never);
      this.status('lost', new NotConnectedError('bye'));
    }
    return await super.put(channel, message, options);
  }
}

/** One line too many, and the network cuts it. */
class BreaksOnTopic extends MemoryPlug {
  protected override async putTopic(channel: Channel, text: string): Promise<void> {
    if (/[\r\n]/.test(text)) this.status('lost', new NotConnectedError('QUIT'));
    await super.putTopic(channel, text);
  }
}

class Chokes extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    if (String(message.text).length > 10_000) this.status('lost', new NotConnectedError('line too long'));
    return await super.put(channel, message, options);
  }
}

/** Leaves the cleaning to nobody: what it hears goes round the base class. */
class DirtyEars extends MemoryPlug {
  constructor(name: string, config: MemoryConfig) {
    super(name, config);
    const { queue } = this as unknown as { queue(event: QueuedEvent): Promise<void> };
    void queue;
  }
  protected override queue(event: QueuedEvent): Promise<void> {
    if (event.type === 'message' && /\u202e/.test(String(event.text))) return Promise.resolve();
    return super.queue(event);
  }
}

export const brokenOutages: readonly BrokenPlug[] = [
  {
    fault: 'swallows errors',
    caughtBy: [
      'a put() before the plug is connected sends or says that it did not',
      'a put() in an outage sends or says that it did not',
    ],
    plug: SwallowsErrors,
  },
  {
    fault: 'throws what does not tell what happened',
    caughtBy: ['a put() before the plug is connected sends or says that it did not'],
    plug: AnyError,
  },
  {
    fault: 'says that an outage is for good',
    caughtBy: ['a put() in an outage sends or says that it did not'],
    plug: SaysForGood,
  },
  {
    fault: 'says that nothing was sent, and sends it later',
    caughtBy: ['a put() in an outage sends or says that it did not'],
    plug: CertainlyLies,
  },
  {
    fault: 'does not tell that it lost its connection',
    caughtBy: [
      'an outage is noticed',
      'after an outage it goes on by itself',
      'what was posted in an outage is delivered after it, once and in order',
      'what came before an outage does not come again after it',
      'after an outage every message comes once',
      'a put() in an outage sends or says that it did not',
    ],
    plug: DeafToOutages,
  },
  {
    fault: 'listens twice after an outage',
    caughtBy: ['after an outage every message comes once'],
    plug: ComesBackTwice,
  },
  {
    fault: 'tells the past again after an outage, under new ids',
    caughtBy: ['what came before an outage does not come again after it'],
    plug: Replays,
  },
  {
    fault: 'takes no notice of the signal of put()',
    caughtBy: ['a put() that is aborted in an outage ends'],
    plug: IgnoresAbort,
  },
  { fault: 'takes text for commands', caughtBy: ['what looks like a command is said'], plug: Obeys },
  { fault: 'lets a topic be more than a line', caughtBy: ['names and topics stay on their line'], plug: BreaksOnTopic },
  { fault: 'is thrown out for a long text', caughtBy: ['a text without end does no harm'], plug: Chokes },
  { fault: 'drops what it finds strange', caughtBy: ['what is heard is clean'], plug: DirtyEars },
];
