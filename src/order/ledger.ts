import type { Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import { Recent } from './recent.ts';

/** One message as it stands in one channel. */
export interface Copy<C> {
  channel: C;
  /** Its physical messages, in order; empty while it is on its way. The first is the primary one. */
  ids: readonly string[];
  /** Whether we sent it. */
  readonly ours: boolean;
  /** What was meant, where we sent it. */
  message: Message | undefined;
  family: Family<C> | undefined;
  /** Whether it only tells of something else (a correction, a notice) or belongs to another: never news to a hook. */
  readonly secondary: boolean;
  /** Which version of the family's content it has or is about to have. */
  version: number;
  /** Which version `message` is: what an echo tells of. */
  shown: number;
  deleted: boolean;
  /** Other channels in which it has shown up under the same or another id. */
  elsewhere?: Set<C>;
  /** What it has had of the family's reactions. */
  reactions: Map<string, Standing> | undefined;
  /** When it came there, in milliseconds since 1970; what some networks let us change depends on it. */
  sentAt: number | undefined;
  /** Whether it went without its author's name, because the one before it was by the same. */
  unnamed?: boolean;
  /** What was meant before the last edit. */
  previous?: Message | undefined;
  /** What is to bring it there, until it has; the host's business. */
  job: unknown;
}

/** Somebody's reaction with one emoji, as it stands. */
export interface Standing {
  readonly on: boolean;
  /** Counts the changes. */
  readonly version: number;
  /** Whether we put it there for them. */
  readonly ours: boolean;
  readonly user?: User;
}

/** All copies of one original, the original included. Where a message has been, it never goes again. */
export interface Family<C> {
  /** The `refKey` of the original. */
  readonly name: string;
  /** A list that is made anew for each copy: one that grows in place takes room for sixteen more. */
  copies: readonly Copy<C>[];
  /** Counts the edits of the original. */
  version: number;
  /** The newest edit's revision. */
  revision: string | undefined;
  /** The names of where the original was written, where a route told them. */
  origin?: { readonly network?: string; readonly channel?: string };
  /** Whether it comes from the store, which does not keep who reacted. */
  readonly restored?: true;
  /** By emoji and person; there once anybody has reacted. */
  reactions?: Map<string, Standing>;
}

/** Remembers which messages are ours and which are copies of one another: the newest `limit` for sure. */
export class Ledger<C> {
  readonly #copies: Recent<C, Copy<C>>;

  constructor(limit: number) {
    this.#copies = new Recent(limit);
  }

  /** What is known of a physical message. */
  get(channel: C, id: string): Copy<C> | undefined {
    return this.#copies.get(channel, id);
  }

  /** What is known of one channel's messages becomes known of another's. */
  move(from: C, to: C): void {
    this.#copies.move(from, to, (copy) => {
      if (copy.channel === from) copy.channel = to;
      if (copy.elsewhere?.delete(from)) copy.elsewhere.add(to);
    });
  }

  /** A copy shows up in a channel under an id that it was not known by. */
  alias(copy: Copy<C>, channel: C, id: string): void {
    this.#copies.set(channel, id, copy);
    if (channel === copy.channel) return;
    copy.elsewhere ??= new Set();
    copy.elsewhere.add(channel);
  }

  /** Gives a copy its ids, once they are known, and makes it known by each of them. */
  record(copy: Copy<C>, ids: readonly string[]): void {
    copy.ids = ids;
    for (const id of ids) this.#copies.set(copy.channel, id, copy);
  }
}

/** A message of ours that is about to be sent. */
export function ownCopy<C>(
  channel: C,
  message: Message | undefined,
  { family, secondary = false, version = 0 }: { family?: Family<C>; secondary?: boolean; version?: number } = {},
): Copy<C> {
  return {
    channel,
    ids: [],
    ours: true,
    message,
    family,
    secondary,
    version,
    shown: version,
    deleted: false,
    reactions: undefined,
    sentAt: undefined,
    job: undefined,
  };
}

/** A message of somebody else's. */
export function foreignCopy<C>(channel: C, id: string): Copy<C> {
  return {
    channel,
    ids: [id],
    ours: false,
    message: undefined,
    family: undefined,
    secondary: false,
    version: 0,
    shown: 0,
    deleted: false,
    reactions: undefined,
    sentAt: undefined,
    job: undefined,
  };
}

/** The copy of a family in a channel. */
export function copyIn<C>(family: Family<C>, channel: C): Copy<C> | undefined {
  return family.copies.find((copy) => copy.channel === channel);
}
