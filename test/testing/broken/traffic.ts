import { MemoryPlug } from '../../../plugs/memory/index.ts';
import type { Channel, Message, PutOptions, QueuedEvent } from '../../../src/index.ts';
import { type BrokenPlug, changes, isEcho } from './broken-plug.ts';

class Swaps extends MemoryPlug {
  #kept: QueuedEvent | undefined;
  protected override queue(event: QueuedEvent): Promise<void> {
    if (event.type !== 'message' || isEcho(this, event)) return super.queue(event);
    if (this.#kept === undefined) {
      this.#kept = event;
      setTimeout(() => this.#flush(), 1);
      return Promise.resolve();
    }
    const first = super.queue(event);
    this.#flush();
    return first;
  }
  #flush(): void {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined) void super.queue(kept);
  }
}

/** Gives up the order when much comes at once. */
class SwapsUnderLoad extends MemoryPlug {
  #burst = 0;
  #kept: QueuedEvent | undefined;
  protected override queue(event: QueuedEvent): Promise<void> {
    if (event.type !== 'message' || isEcho(this, event)) return super.queue(event);
    this.#burst += 1;
    if (this.#burst === 500) {
      this.#kept = event;
      return Promise.resolve();
    }
    const queued = super.queue(event);
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined) void super.queue(kept);
    return queued;
  }
}

class DropsRepeated extends MemoryPlug {
  #last = '';
  protected override queue(event: QueuedEvent): Promise<void> {
    const text = event.type === 'message' ? String(event.text) : '';
    const same = text !== '' && text === this.#last;
    this.#last = text;
    return same ? Promise.resolve() : super.queue(event);
  }
}

class QueuesRubbish extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    if (event.type === 'message' && !isEcho(this, event))
      void super.queue({ ...event, id: '', type: 'reaction', emoji: '' });
    return super.queue(event);
  }
}

class WrongTime extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    // Seconds where milliseconds are meant.
    return super.queue({ ...event, at: new Date(Date.now() / 1000) });
  }
}

class NoAuthor extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    const { user: _user, ...rest } = event;
    return super.queue(event.type === 'message' && !isEcho(this, event) ? (rest as QueuedEvent) : event);
  }
}

/** Sends in its own good time, and says that it has. */
class FireAndForget extends MemoryPlug {
  #count = 0;
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    this.#count += 1;
    if (this.#count % 10 !== 3) return await super.put(channel, message, options);
    const { promise, resolve } = Promise.withResolvers<string>();
    queueMicrotask(() => resolve(`later-${options.key}`));
    setTimeout(() => void super.put(channel, message, options).catch(() => undefined), 3);
    return await promise;
  }
}

class SameId extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    await super.put(channel, message, options);
    return 'sent';
  }
}

class LosesOne extends MemoryPlug {
  #burst = 0;
  protected override queue(event: QueuedEvent): Promise<void> {
    this.#burst += 1;
    return this.#burst === 700 ? Promise.resolve() : super.queue(event);
  }
}

export const brokenTraffic: readonly BrokenPlug[] = [
  {
    fault: 'swaps neighbours',
    caughtBy: [
      'messages come in their order, each once',
      'what came before an outage does not come again after it',
      'after an outage every message comes once',
      'history: gives the newest messages, oldest first',
      'history: gives what came before or after a message',
      'a thousand messages each way arrive in order, each once',
    ],
    plug: Swaps,
  },
  {
    fault: 'swaps neighbours under load',
    caughtBy: ['a thousand messages each way arrive in order, each once'],
    plug: SwapsUnderLoad,
  },
  {
    fault: 'drops a message that says the same as the one before',
    caughtBy: ['the same text twice is two messages'],
    plug: DropsRepeated,
  },
  { fault: 'queues events that are none', caughtBy: ['nothing that is queued is refused'], plug: QueuesRubbish },
  {
    fault: 'takes seconds for milliseconds',
    caughtBy: ['a message tells what was said, where, by whom and when'],
    plug: WrongTime,
  },
  {
    fault: 'does not say who wrote',
    caughtBy: ['a message tells what was said, where, by whom and when'],
    plug: NoAuthor,
  },
  {
    fault: 'says that it has sent what it sends later',
    caughtBy: [
      'messages go out in their order, each once',
      'what was posted in an outage is delivered after it, once and in order',
      'a thousand messages each way arrive in order, each once',
    ],
    plug: FireAndForget,
  },
  {
    fault: 'gives every message the same id',
    caughtBy: [
      'every message has an id of its own',
      'comes back where the message was sent, as the message that was sent',
      ...changes,
    ],
    plug: SameId,
  },
  { fault: 'loses one of many', caughtBy: ['a thousand messages each way arrive in order, each once'], plug: LosesOne },
];
