import { MemoryPlug } from '../../../plugs/memory/index.ts';
import { type Channel, type Message, type PutOptions, type QueuedEvent, RichText } from '../../../src/index.ts';
import { type BrokenPlug, changes, isEcho } from './broken-plug.ts';

const short = { text: { maxLength: 100, unit: 'utf16', marks: [] } } as const;

/** The fence of a channel does not hold up what comes on another. */
class EchoElsewhere extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    return super.queue(isEcho(this, event) ? { ...event, channel: this.channel('elsewhere') } : event);
  }
}

class OtherIds extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    return `local-${await super.put(channel, message, options)}`;
  }
}

class DoubleEcho extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    if (isEcho(this, event) && event.type === 'message') void super.queue({ ...event, id: `${event.id}-again` });
    return super.queue(event);
  }
}

class NoEcho extends MemoryPlug {
  protected override queue(event: QueuedEvent): Promise<void> {
    return isEcho(this, event) ? Promise.resolve() : super.queue(event);
  }
}

class FirstIdForAll extends MemoryPlug {
  #first = '';
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const id = await super.put(channel, message, options);
    if (options.part.index === 0) this.#first = id;
    return options.part.count > 1 ? this.#first : id;
  }
}

class Truncates extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const text = message.text?.slice(0, 80);
    return await super.put(channel, text === undefined ? message : { ...message, text }, options);
  }
}

class Pads extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const more = message.text !== undefined && options.part.count > 1 && options.part.index < options.part.count - 1;
    const text = more ? message.text?.concat(' '.repeat(50)) : message.text;
    return await super.put(channel, text === undefined ? message : { ...message, text }, options);
  }
}

class JoinsLines extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const text = new RichText(String(message.text ?? '').replaceAll('\n', ' '));
    return await super.put(channel, { ...message, text }, options);
  }
}

export const brokenEchoes: readonly BrokenPlug[] = [
  {
    fault: 'hands the echo out early: on a channel where nobody holds it up',
    caughtBy: [
      'comes back where the message was sent, as the message that was sent',
      ...[0, 1, 2, 3, 4, 5].map((depth) => `comes after the receipt, through ${depth} async functions`),
    ],
    plug: EchoElsewhere,
  },
  {
    fault: 'gives ids that the echoes do not have',
    caughtBy: ['comes back where the message was sent, as the message that was sent', ...changes],
    plug: OtherIds,
  },
  {
    fault: 'echoes twice',
    caughtBy: [
      'comes once',
      'comes back where the message was sent, as the message that was sent',
      'only the first part is primary, and all tell what was meant',
      'a thousand messages each way arrive in order, each once',
    ],
    plug: DoubleEcho,
  },
  {
    fault: 'declares an echo and sends none',
    caughtBy: [
      'comes back where the message was sent, as the message that was sent',
      'comes once',
      ...[0, 1, 2, 3, 4, 5].map((depth) => `comes after the receipt, through ${depth} async functions`),
      'only the first part is primary, and all tell what was meant',
      'reply: answers a message',
      'attachments: sends a file',
      'card: shows a card',
      'edit: comes back as an edit',
      'a thousand messages each way arrive in order, each once',
    ],
    plug: NoEcho,
  },
  {
    fault: 'marks parts primary twice: gives the id of the first part for all',
    // The echoes bring the keys back, and by those the core knows the parts apart all the same.
    caughtBy: ['delete: takes all parts of a message away'],
    plug: FirstIdForAll,
    capabilities: short,
  },
  {
    fault: 'cuts what is longer than the network takes, and says nothing',
    caughtBy: [
      'a long text arrives whole',
      'only the first part is primary, and all tell what was meant',
      'delete: takes all parts of a message away',
      'what is sent stays text',
    ],
    plug: Truncates,
  },
  {
    fault: 'makes parts longer than it declares',
    caughtBy: ['no part is longer than declared'],
    plug: Pads,
    capabilities: short,
  },
  { fault: 'makes one line of several', caughtBy: ['lines stay lines'], plug: JoinsLines },
];
