import { MemoryPlug } from '../../../plugs/memory/index.ts';
import type {
  Channel,
  HistoryQuery,
  Member,
  Message,
  MessageRef,
  PutOptions,
  QueuedEvent,
} from '../../../src/index.ts';
import type { BrokenPlug } from './broken-plug.ts';

const short = { text: { maxLength: 100, unit: 'utf16', marks: [] } } as const;

class EditsNothing extends MemoryPlug {
  protected override async putEdit(): Promise<void> {}
}

class DeletesFirstPart extends MemoryPlug {
  protected override async putDelete([first]: readonly MessageRef[]): Promise<void> {
    if (first !== undefined) await super.putDelete([first]);
  }
}

class DeletesMore extends MemoryPlug {
  protected override async putDelete(refs: readonly MessageRef[]): Promise<void> {
    const [first] = refs;
    if (first === undefined) return;
    const all = this.config.network.messages(first.channel.source).filter(({ user }) => user.id === this.account);
    await super.putDelete(all.map(({ id }) => ({ ...first, id })));
  }
}

class ReactionsStay extends MemoryPlug {
  protected override async putReaction(ref: MessageRef, emoji: string, on: boolean): Promise<void> {
    if (on) await super.putReaction(ref, emoji, on);
  }
}

class TopicsIgnored extends MemoryPlug {
  protected override async putTopic(): Promise<void> {}
}

class MembersTwice extends MemoryPlug {
  protected override async *getMembers(channel: Channel): AsyncIterable<Member> {
    yield* super.getMembers(channel);
    yield* super.getMembers(channel);
  }
}

class NewestFirst extends MemoryPlug {
  protected override async *getHistory(channel: Channel, query: HistoryQuery): AsyncIterable<QueuedEvent> {
    yield* (await Array.fromAsync(super.getHistory(channel, query))).reverse();
  }
}

class IgnoresBounds extends MemoryPlug {
  protected override async *getHistory(channel: Channel, { limit }: HistoryQuery): AsyncIterable<QueuedEvent> {
    yield* super.getHistory(channel, limit === undefined ? {} : { limit });
  }
}

class WritesAsItself extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { as: _as, ...rest } = options;
    return await super.put(channel, message, { ...rest, signal: options.signal });
  }
}

class ForgetsReply extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { replyTo: _replyTo, ...rest } = message;
    return await super.put(channel, rest, options);
  }
}

class ForgetsFiles extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { attachments: _attachments, ...rest } = message;
    return await super.put(channel, rest, options);
  }
}

class ForgetsCard extends MemoryPlug {
  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { card: _card, ...rest } = message;
    return await super.put(channel, rest, options);
  }
}

class CannotComeBack extends MemoryPlug {
  protected override async putJoin(): Promise<void> {
    throw new Error('rooms can be left but not entered');
  }
}

class ListsNothing extends MemoryPlug {
  protected override async *getChannels(): AsyncIterable<Channel> {}
}

export const brokenFacets: readonly BrokenPlug[] = [
  {
    fault: 'declares edit and edits nothing',
    caughtBy: ['edit: gives our message a new content', 'edit: comes back as an edit'],
    plug: EditsNothing,
  },
  {
    fault: 'deletes the first part only',
    caughtBy: ['delete: takes all parts of a message away'],
    plug: DeletesFirstPart,
    capabilities: short,
  },
  {
    fault: 'deletes more than it should',
    caughtBy: ['delete: takes our message away, and no other'],
    plug: DeletesMore,
  },
  { fault: 'takes no reaction back', caughtBy: ['reaction: is put on a message and taken back'], plug: ReactionsStay },
  { fault: 'declares topic and sets none', caughtBy: ['topic: is set'], plug: TopicsIgnored },
  {
    fault: 'lists members twice',
    caughtBy: ['members: lists everybody once, our own account too'],
    plug: MembersTwice,
  },
  {
    fault: 'gives history newest first',
    caughtBy: [
      'history: gives the newest messages, oldest first',
      'history: gives what came before or after a message',
    ],
    plug: NewestFirst,
  },
  {
    fault: 'takes no notice of the bounds of history',
    caughtBy: ['history: gives what came before or after a message'],
    plug: IgnoresBounds,
  },
  {
    fault: 'declares impersonate and writes as itself',
    caughtBy: ['impersonate: shows another author'],
    plug: WritesAsItself,
  },
  { fault: 'declares reply and forgets what is answered', caughtBy: ['reply: answers a message'], plug: ForgetsReply },
  { fault: 'declares attachments and forgets them', caughtBy: ['attachments: sends a file'], plug: ForgetsFiles },
  { fault: 'declares card and forgets it', caughtBy: ['card: shows a card'], plug: ForgetsCard },
  {
    fault: 'cannot come back to a room',
    caughtBy: ['rooms.leave and rooms.join: leave a channel and come back'],
    plug: CannotComeBack,
  },
  { fault: 'lists no rooms', caughtBy: ['rooms.list: lists the channel'], plug: ListsNothing },
];
