import type { TielineError } from '../errors.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { Plug } from '../plug/plug.ts';
import { Gathering, type GatheringHost } from './gathering.ts';
import type { Outgoing } from './outgoing.ts';

/** How long reactions are gathered before they are told of, in milliseconds. */
const GATHER_MS = 10_000;
/** How many are told of together. */
const MAX_GATHERED = 100;

interface Open {
  readonly gathering: Gathering;
  readonly cancel: () => void;
}

/**
 * Gathers reactions to one message that a network cannot show, so that many within a short time are told of in one notice.
 * They wait beside their lane, so that nothing waits for them; each stays a row of the outbox until the notice is sent.
 */
export class Notices {
  readonly #clock: Clock;
  readonly #host: GatheringHost;
  readonly #open = new Map<string, Open>();

  constructor(clock: Clock, host: GatheringHost) {
    this.#clock = clock;
    this.#host = host;
  }

  /** Takes a reaction, with what it is about. */
  take(reaction: Outgoing): void {
    const key = Gathering.keyOf(reaction);
    let open = this.#open.get(key);
    if (open === undefined) {
      const gathering = new Gathering(this.#host, reaction);
      open = { gathering, cancel: this.#clock.after(GATHER_MS, () => this.#send(key)) };
      this.#open.set(key, open);
    } else open.gathering.add(reaction);
    if (open.gathering.size >= MAX_GATHERED) this.#send(key);
  }

  /** Tells of everything now, of one plug or of all; gives whether there was anything. */
  flush(plug?: Plug): boolean {
    const keys = this.#keys(plug);
    for (const key of keys) this.#send(key);
    return keys.length > 0;
  }

  /** Lets go of everything, of one plug or of all: the store has it. */
  close(error: TielineError, plug?: Plug): void {
    for (const key of this.#keys(plug)) this.#end(key)?.cancel(error);
  }

  #keys(plug: Plug | undefined): string[] {
    const all = [...this.#open];
    return all.filter(([, { gathering }]) => plug === undefined || gathering.channel.plug === plug).map(([key]) => key);
  }

  #send(key: string): void {
    this.#end(key)?.send();
  }

  #end(key: string): Gathering | undefined {
    const open = this.#open.get(key);
    open?.cancel();
    this.#open.delete(key);
    return open?.gathering;
  }
}
