import type { Clock } from '../lifecycle/clock.ts';
import type { Message } from '../model/message.ts';
import { refKey } from '../model/refs.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import type { Outgoing } from './outgoing.ts';

/** How long readers remember who spoke last, in milliseconds. */
const REMEMBERED_MS = 300_000;

interface Speech {
  readonly author: string;
  readonly at: number;
}

/** Who spoke last in the channels where names are not to be repeated. Others cost nothing. */
export class Speakers {
  readonly #clock: Clock;
  readonly #last = new Map<Channel, Speech>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a message follows one of the same author, who need not be named again. */
  continues(channel: Channel, { user, replyTo }: Message): boolean {
    const last = this.#last.get(channel);
    if (last === undefined || user === undefined || replyTo !== undefined) return false;
    return last.author === refKey(user) && this.#clock.now() - last.at <= REMEMBERED_MS;
  }

  /** Something of ours was sent: somebody's message, or what tells of something else. */
  sent({ channel, action, options, copy, degraded }: Outgoing): void {
    const user = action.kind === 'message' ? action.message.user : undefined;
    if (user === undefined || options.repeatNames !== false) return void this.#last.delete(channel);
    copy.unnamed = degraded.some(({ what, how }) => what === 'author' && how === 'continued');
    this.#last.set(channel, { author: refKey(user), at: this.#clock.now() });
  }

  /** Whether something of ours arrived is not known, or it did not. */
  failed({ channel }: Outgoing): void {
    this.#last.delete(channel);
  }

  /** Something came in. */
  heard({ channel, type, self }: ChatEvent): void {
    if (this.#last.size > 0 && type === 'message' && !self) this.#last.delete(channel);
  }

  /** The connection was lost: others may have spoken unheard. */
  lost(plug: Plug): void {
    for (const channel of this.#last.keys()) if (channel.plug === plug) this.#last.delete(channel);
  }
}
