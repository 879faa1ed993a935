import type { Channel, MessageRef } from '../../src/index.ts';

/** Where an event of a channel sets out from, and what it answers there. */
export interface Start {
  readonly channel: Channel;
  /** The message that its thread grew from, where the thread itself is not bridged. */
  readonly root?: MessageRef | undefined;
}

/** The bridged channel of a thread: itself, or else the nearest that it hangs on; the thread itself where none is. */
export function atBridge(thread: Channel, isBridged: (channel: Channel) => boolean): Start {
  let channel = thread;
  let root: MessageRef | undefined;
  while (!isBridged(channel) && channel.parent !== undefined) {
    root = channel.root;
    channel = channel.parent;
  }
  return { channel, root };
}
