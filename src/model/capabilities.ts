import type { Mark } from '../text/segment.ts';

/** How text is counted: bytes of UTF-8, UTF-16 units (JavaScript's length), or Unicode code points. */
export type TextUnit = 'byte' | 'utf16' | 'codepoint';

/** What a network's text can be. */
export interface TextCapability {
  /** The longest text of one physical message, as rendered, in `unit`s. Absent: no limit. */
  readonly maxLength?: number;
  readonly unit: TextUnit;
  /** The most lines of one physical message; 1 where a message is a line. */
  readonly maxLines?: number;
  /** The most physical messages that one message may become; the rest is cut with an ellipsis. */
  readonly maxParts?: number;
  /** What can be shown beside plain characters. */
  readonly marks: readonly Mark[];
}

/** How fast a network may be written to: `count` per `perMs`, after a first burst of `burst` (default: `count`). */
export interface RateCapability {
  readonly count: number;
  readonly perMs: number;
  readonly burst?: number;
  readonly scope: 'plug' | 'channel';
}

/** What can be done with rooms as such. */
export interface RoomsCapability {
  readonly join?: boolean;
  readonly leave?: boolean;
  readonly create?: boolean;
  readonly destroy?: boolean;
  readonly invite?: boolean;
  readonly remove?: boolean;
  readonly list?: boolean;
}

/** What a plug's network can do: plain data, with which the plug's methods must agree. */
export interface Capabilities {
  /** Whether anything comes in. Default true. */
  readonly receive?: boolean;
  /** Whether anything can be sent. Default true. */
  readonly send?: boolean;
  readonly text: TextCapability;
  /** Absent: files become links, polls and places become lines of text. Forwarded messages always do. */
  readonly attachments?: {
    /** What the network takes as it is; places and polls come in a message of their own each. Default: files. */
    readonly types?: readonly ('file' | 'location' | 'poll')[];
    readonly maxBytes?: number;
    readonly maxCount?: number;
    /** Whether text and files fit one physical message. */
    readonly withText: boolean;
  };
  readonly reply?: boolean;
  /** Whether a thread is a place of its own. Without, what is sent to one comes to its parent, as answers to its root. */
  readonly thread?: boolean;
  readonly card?: boolean;
  /** Whether a message can show another author's name and picture (`PutOptions.as`). */
  readonly impersonate?: boolean;
  /** Whether what is sent comes back as an event; with `none` the base class makes the echo. */
  readonly echo: 'network' | 'none';
  /**
   * Whether it is no network but a view of others: what is put into it as somebody is handed out as theirs, and not as
   * ours. An event that is no message has as its `raw` the event that it shows. Needs `echo: 'none'`.
   */
  readonly virtual?: true;
  /**
   * What keeps a repeated send from doubling: the network takes a key, the echo brings it back, or nothing does. With `none`
   * the keys of what was sent are not remembered.
   */
  readonly idempotency: 'key' | 'echo' | 'none';
  /** How many `put()`s of a channel may be under way, because the transport keeps their order. Default 1. */
  readonly pipeline?: number;
  /** `plug`: an echo may come back on another channel than it was sent to. Default `channel`. */
  readonly lock?: 'channel' | 'plug';
  readonly rate?: RateCapability;
  readonly edit?: true | { readonly maxAgeMs: number };
  readonly delete?: true | { readonly maxAgeMs: number };
  readonly reaction?: true;
  readonly typing?: true;
  readonly title?: true;
  readonly topic?: true;
  readonly presence?: true;
  readonly members?: true;
  readonly history?: true;
  readonly rooms?: RoomsCapability;
}
