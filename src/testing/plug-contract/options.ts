import type { Awaitable } from '../../lifecycle/awaitable.ts';
import type { Clock } from '../../lifecycle/clock.ts';
import type { User } from '../../model/user.ts';
import type { Channel, Plug } from '../../plug/plug.ts';

/** One message as somebody else in the channel sees it. */
export interface SeenMessage {
  /** What a reader reads: without the network's markup and escapes. */
  readonly text: string;
  /** The name it stands under, where the network shows one. */
  readonly author?: string;
}

/** Somebody on the other side of a plug's network, in one channel with the plug's account. */
export interface PlugPeer {
  /** Where both are. */
  readonly channel: Channel;
  /** Says something in the channel, under a name if the network lets everybody choose theirs. */
  say(nick: string, text: string): Awaitable<void>;
  /** What the plug's account has said there and still stands, oldest first; what others said may be among it. */
  seen(): Awaitable<readonly SeenMessage[]>;
  /** Cuts the plug's connection, and lets it not connect again until {@link heal}. */
  sever(): Awaitable<void>;
  /** Lets the plug connect again. */
  heal(): Awaitable<void>;
  /** Goes, and takes what it had with it. */
  close(): Awaitable<void>;
  /** Whether it cuts the connection now and then, for the plug to find it again: then it need not stay connected. */
  readonly drops?: boolean;
  /** Changes what it said; without it, edits by others are not tested. */
  edit?(text: string, changed: string): Awaitable<void>;
  /** Takes back what it said; without it, deletions by others are not tested. */
  remove?(text: string): Awaitable<void>;
  /** Reacts to what the plug's account said; without it, reactions by others are not tested. */
  react?(text: string, emoji: string): Awaitable<void>;
  /** A channel that does not exist yet; needed where the plug can create or destroy channels. */
  newChannel?(): Awaitable<Channel>;
  /** Somebody who is not in the channel; needed where the plug can ask people in. */
  newcomer?(): Awaitable<User>;
  /** Somebody else who is in the channel; needed where the plug can throw people out. */
  bystander?(): Awaitable<User>;
}

/** What {@link plugContract} is given. */
export interface PlugContractOptions<P extends Plug> {
  /** The test runner's own. */
  readonly describe: (title: string, body: () => void) => unknown;
  /** The test runner's own; the last argument is how long the test may take, for runners that want to know. */
  readonly it: (title: string, body: () => Promise<void>, timeoutMs: number) => unknown;
  /** The plug's name, for the titles. */
  readonly name: string;
  /** Makes a new plug, of a new account each time, that is in no host. */
  create(): Awaitable<P>;
  /** Finds somebody on the other side of that plug's network. Called once a plug, before it is opened. */
  peer(plug: P): Awaitable<PlugPeer>;
  /** How long the network may take for anything, in milliseconds. Default 15 s. */
  readonly patienceMs?: number;
  /** Time as the host sees it. Default: the machine's. A quicker one saves waiting for reconnections. */
  readonly clock?: Clock;
}
