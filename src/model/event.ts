import type { Message } from './message.ts';
import type { MessageRef } from './refs.ts';
import type { User } from './user.ts';

/**
 * What every event has. `P` and `C` are the plug and the channel, which live a floor above: `ChatEvent` of the public
 * API fills them in.
 */
export interface EventBase<P, C> {
  readonly plug: P;
  readonly channel: C;
  /** When it happened, by the network's clock where it tells, else by ours. */
  readonly at: Date;
  /** Who did it. */
  readonly user?: User;
  /** Whether our own account did it. */
  readonly self: boolean;
  /** Whether it was fetched from the past and did not come live. */
  readonly history: boolean;
  /** Whether it may have been handed out before, in a process that ended before it was finished. */
  readonly redelivered: boolean;
  /** The network's own form of it; never stored. */
  readonly raw?: unknown;
}

/** What a message and its later versions have beside their content. */
export interface MessageFacts {
  readonly ref: MessageRef;
  /** Names this version of the message; the id, or a digest of the content. */
  readonly revision: string;
  /** The message as it was meant: of an echo, the whole message that was sent; else this event's own content. */
  readonly source: Message;
  /** False for an echo of any part of a split message but its first. */
  readonly primary: boolean;
}

/** Somebody said something. */
export type MessageEventOf<P, C> = EventBase<P, C> & MessageFacts & Message & { readonly type: 'message' };
/** A message got a new content, given whole. */
export type EditEventOf<P, C> = EventBase<P, C> & MessageFacts & Message & { readonly type: 'edit' };

/** What happened on a network, told apart by `type`. */
export type EventOf<P, C> =
  | MessageEventOf<P, C>
  | EditEventOf<P, C>
  | (EventBase<P, C> & { readonly type: 'delete'; readonly ref: MessageRef })
  | (EventBase<P, C> & {
      readonly type: 'reaction';
      readonly ref: MessageRef;
      /** The character, or `:name:` of a custom emoji. */
      readonly emoji: string;
      readonly removed: boolean;
    })
  | (EventBase<P, C> & {
      readonly type: 'join' | 'leave';
      readonly users: readonly User[];
      /** Who let them in or threw them out. */
      readonly by?: User;
      readonly reason?: string;
    })
  | (EventBase<P, C> & { readonly type: 'rename'; readonly before: User; readonly after: User })
  | (EventBase<P, C> & { readonly type: 'title' | 'topic'; readonly text: string })
  | (EventBase<P, C> & { readonly type: 'typing' })
  | (EventBase<P, C> & {
      readonly type: 'presence';
      readonly status: PresenceStatus;
      readonly text?: string;
    })
  | (EventBase<P, C> & {
      readonly type: 'gap';
      /** The last message before what is missing. */
      readonly since?: MessageRef;
      readonly reason: string;
    });

/** Whether somebody is there. */
export type PresenceStatus = 'online' | 'away' | 'busy' | 'offline';

/** What a plug's author hands to `queue()` beside the content; the base class fills in the rest. */
export interface QueuedBase<C> {
  readonly channel: C;
  /** May leave out `kind` and `network`. */
  readonly user?: QueuedUser;
  readonly at?: Date;
  /** Default: whether `user` is the plug's own account. */
  readonly self?: boolean;
  readonly history?: boolean;
  /** The idempotency key of the send that this is the echo of, where the network brings it back. */
  readonly key?: string;
  readonly raw?: unknown;
}

/** A user whose `kind` and `network` the base class fills in. */
export type QueuedUser = Omit<User, 'kind' | 'network'> & Partial<Pick<User, 'kind' | 'network'>>;

type QueuedContent = Omit<Message, 'text' | 'user'> & { readonly text?: string | Message['text'] };

/** An event as a plug's author hands it in. */
export type QueuedEventOf<C> = QueuedBase<C> &
  (
    | ({ readonly type: 'message' | 'edit'; readonly id: string; readonly revision?: string } & QueuedContent)
    | { readonly type: 'delete'; readonly id: string }
    | { readonly type: 'reaction'; readonly id: string; readonly emoji: string; readonly removed?: boolean }
    | {
        readonly type: 'join' | 'leave';
        readonly users: readonly QueuedUser[];
        readonly by?: QueuedUser;
        readonly reason?: string;
      }
    | { readonly type: 'rename'; readonly before: QueuedUser; readonly after: QueuedUser }
    | { readonly type: 'title' | 'topic'; readonly text: string }
    | { readonly type: 'typing' }
    | { readonly type: 'presence'; readonly status: PresenceStatus; readonly text?: string }
    | { readonly type: 'gap'; readonly since?: MessageRef; readonly reason: string }
  );
