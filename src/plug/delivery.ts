import type { Message } from '../model/message.ts';
import type { Receipt } from '../model/receipt.ts';
import type { MessageRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';

/** What becomes of a posted message when it is not known whether the network took it. */
export type UncertainPolicy = 'at-least-once' | 'at-most-once';

/** How a message is to be sent. Plain and JSON-safe: for a posted message it is stored with it. */
export interface SendOptions {
  /**
   * What stands before the text where the network cannot show another author: a template of `{nick}`, `{fullName}`,
   * `{network}` and `{channel}`. Default `<{nick}> `.
   */
  readonly prefix?: string;
  /** What `{network}` and `{channel}` of the prefix stand for. Default: the id of the author's network, and nothing. */
  readonly origin?: { readonly network?: string; readonly channel?: string };
  /** Whether the text may ping: everyone, roles, people. Default false. */
  readonly pings?: boolean;
  /** Whether names of people are broken up with an invisible character, so that no client highlights them. Default false. */
  readonly guardNames?: boolean;
  /**
   * Whether a message names its author again when the one before it in the channel is by the same, where the name stands
   * in the text. Default true.
   */
  readonly repeatNames?: boolean;
  /** How long `send()` may take from the call to the receipt, in milliseconds; default: the host's `sendTimeoutMs`. */
  readonly timeoutMs?: number;
}

/** How a message is to be posted. */
export interface PostOptions extends SendOptions {
  /** Posting the same key to one channel again, within the store's memory, posts nothing. Default: a new key. */
  readonly key?: string;
  /** Default `at-least-once`. */
  readonly policy?: UncertainPolicy;
  /** After this time an undelivered message is dead, in milliseconds; default: the host's. */
  readonly maxAgeMs?: number;
}

/** A message that the outbox has taken. */
export interface Posted {
  /** The idempotency key. */
  readonly key: string;
  /**
   * Waits until it was delivered.
   * @throws TielineError what the last attempt failed with, once the row is dead or given up.
   */
  receipt(): Promise<Receipt>;
}

/** What `put()` is told beside the message. */
export interface PutOptions {
  /** The idempotency key of this physical message: the same on every retry, 25 ASCII characters at most unless a caller chose it. */
  readonly key: string;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** The author to show; only where `capabilities.impersonate`. */
  readonly as?: User;
  /** Whether mentions in the text may ping. */
  readonly pings: boolean;
  readonly part: { readonly index: number; readonly count: number };
}

/** What a channel is asked to do; every kind goes through its lane, in the order of the calls. */
export type Action =
  | { readonly kind: 'message'; readonly message: Message }
  /** `version` counts the edits of what it is a copy of. */
  | { readonly kind: 'edit'; readonly ref: MessageRef; readonly message: Message; readonly version?: number }
  | { readonly kind: 'delete'; readonly ref: MessageRef }
  | {
      readonly kind: 'reaction';
      readonly ref: MessageRef;
      readonly emoji: string;
      readonly on: boolean;
      /** Whether ours stands there for somebody else, so that nothing is to be done but to go on from there. */
      readonly held?: boolean;
      /** Who reacted, where it was not the bridge itself. */
      readonly user?: User;
    };

/** How a direct edit, delete or reaction behaves on a network that cannot do it. */
export interface DegradeOptions extends SendOptions {
  /** Whether to do the next best thing (a correction, a notice) instead of rejecting. Default false. */
  readonly degrade?: boolean;
}
