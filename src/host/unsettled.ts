import type { Clock } from '../lifecycle/clock.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import { echoKey, type Marked } from './intake.ts';
import type { Outgoing } from './outgoing.ts';

/** How long after a send of unknown outcome its echo is recognised by its content, in milliseconds. */
const WINDOW_MS = 300_000;
/** How many sends of unknown outcome are remembered for one channel. */
const MAX_PER_CHANNEL = 64;

interface Unsettled {
  readonly outgoing: Outgoing;
  readonly until: number;
}

/** Sends of which nobody knows whether they arrived: an echo may show that they did. */
export class UnsettledSends {
  readonly #clock: Clock;
  readonly #channels = new Map<Channel, Unsettled[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(outgoing: Outgoing): void {
    const { channel } = outgoing;
    const list = (this.#channels.get(channel) ?? []).filter((one) => one.outgoing !== outgoing && one.until > this.#clock.now());
    list.push({ outgoing, until: this.#clock.now() + WINDOW_MS });
    this.#channels.set(channel, list.slice(-MAX_PER_CHANNEL));
  }

  delete(outgoing: Outgoing): void {
    const list = this.#channels.get(outgoing.channel)?.filter((one) => one.outgoing !== outgoing) ?? [];
    if (list.length > 0) this.#channels.set(outgoing.channel, list);
    else this.#channels.delete(outgoing.channel);
  }

  /** The send, and which part of it, that an event is the echo of. */
  match(event: ChatEvent): { readonly outgoing: Outgoing; readonly index: number } | undefined {
    if (this.#channels.size === 0 || event.type !== 'message') return undefined;
    const list = this.#channels.get(event.channel);
    if (list === undefined) return undefined;
    const key = (event as Marked)[echoKey];
    for (const { outgoing, until } of list) {
      if (until <= this.#clock.now()) continue;
      for (const { index, operation, ids } of outgoing.pieces) {
        // What has its ids may still have others: those of an attempt that arrived and of which we never heard.
        if (operation.call !== 'put' || (ids !== undefined && outgoing.lost === 0)) continue;
        if (key !== undefined) {
          if (key === (index === 0 ? outgoing.key : `${outgoing.key}.${index}`)) return { outgoing, index };
        } else if (mayBeOurs(event, outgoing) && String(event.text ?? '') === String(operation.message.text ?? '')) {
          return { outgoing, index };
        }
      }
    }
    return undefined;
  }
}

/** Only our own account, or the author we showed, can have written an echo: a stranger may say the same words. */
function mayBeOurs(event: ChatEvent, outgoing: Outgoing): boolean {
  if (event.self || event.user === undefined) return true;
  const name = outgoing.author?.nick;
  return name !== undefined && event.user.nick === name;
}
