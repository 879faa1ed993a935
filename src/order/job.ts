import type { Settling } from './fence.ts';
import type { LaneOwner } from './lane-owner.ts';
import type { Safe } from './safe.ts';
import type { Turns } from './turns.ts';

/** What is to become of a job whose flight failed. */
export type Verdict =
  /** It is over: whoever waits was told. */
  | { readonly next: 'drop' }
  /** It goes again in its place, after so many milliseconds. */
  | { readonly next: 'again'; readonly afterMs: number };

/** Who is told what became of a flight, once. */
export interface Landing {
  landed(): void;
  failed(error: unknown): void;
}

/** One message, edit, delete or reaction on its way to a channel. */
export interface Job {
  /** What has to be written down before it may go. */
  readonly safe: Safe | undefined;
  /** How many `put()`s it takes; known once prepared. */
  readonly parts: number;
  /** Whether it is over although it has not left: cancelled, expired. */
  readonly over: boolean;
  /** Whether it is about a message that may be on its way before it: then it is prepared when that has landed. */
  readonly follows: boolean;
  /** Makes it ready; gives whether it is still to go, and from here. Never throws. Called again before each attempt. */
  prepare(): boolean | PromiseLike<boolean>;
  /** Is about to leave: gives what has to be written down first. It may be over then, because it was sent before. */
  leaving(): Safe | undefined;
  /** Sends it, with `together` all parts at once, else one after another; tells `landing` how it went. */
  fly(together: boolean, landing: Landing): void;
  /** Records the ids and tells the caller; gives what has to be written down before an echo may be handed out. */
  landed(): Safe | undefined;
  failed(error: unknown): Verdict;
  /** Whether whoever sent it has waited as long as they wanted; undefined where they wanted nothing in particular. */
  readonly late: boolean | undefined;
  /** Nobody waits for it any longer: aborts its signal. */
  abort(): void;
  /** Time passes while it waits: it may find that it is over. */
  wait(): void;
  /** Ends it without sending it. */
  cancel(error: Error): void;
}

/** The host's side of an outgoing lane. */
export interface OutboundHost {
  readonly turns: Turns;
  readonly settling: Settling;
  readonly tick: number;
  after(ms: number, callback: () => void): void;
}

/** The network's side of an outgoing lane. */
export interface Gate {
  /** Whether the network can be written to; lanes are woken when it can again. */
  readonly open: boolean;
  /** How many `put()`s of a channel may be under way. */
  readonly width: number;
  /** Whether flights land in the order in which they left, since what they bring is handed out as it lands. */
  readonly inOrder: boolean;
  /** Takes `puts` from what the network's rate allows that lane; false: it will call back when there is room. */
  admit(lane: LaneOwner, puts: number, ready: () => void): boolean;
}
