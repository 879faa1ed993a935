import type { Clock } from '../lifecycle/clock.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { echoKey, type Marked } from './marked.ts';
import type { Operation } from './operation.ts';
import type { Outgoing } from './outgoing.ts';
import { partKey } from './put-call.ts';

/** How long after a send of unknown outcome its echo is recognised by its content, in milliseconds. */
const WINDOW_MS = 300_000;
/** How many sends of unknown outcome are remembered for one channel: more than can be under way when a process ends. */
const MAX_PER_CHANNEL = 1024;

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
    const now = this.#clock.now();
    // What is to go again is looked for as long as that takes.
    const list = (this.#channels.get(channel) ?? []).filter(
      (one) => one.outgoing !== outgoing && (!one.outgoing.over || one.until > now),
    );
    list.push({ outgoing, until: now + WINDOW_MS });
    this.#channels.set(channel, list.slice(-MAX_PER_CHANNEL));
  }

  delete(outgoing: Outgoing): void {
    const before = this.#channels.get(outgoing.channel);
    if (before === undefined) return;
    const list = before.filter((one) => one.outgoing !== outgoing);
    if (list.length > 0) this.#channels.set(outgoing.channel, list);
    else this.#channels.delete(outgoing.channel);
  }

  /** The channels of a plug in which something is unsettled. */
  channels(plug: Plug): Channel[] {
    return [...this.#channels.keys()].filter((channel) => channel.plug === plug);
  }

  /** The send, and which part of it, that an event is the echo of. */
  match(event: ChatEvent): { readonly outgoing: Outgoing; readonly index: number } | undefined {
    if (this.#channels.size === 0 || event.type !== 'message') return undefined;
    for (const channel of this.#sentTo(event)) {
      const match = this.#matchIn(channel, event);
      if (match !== undefined) return match;
    }
    return undefined;
  }

  /** Where what comes back on its channel may have been sent to. */
  #sentTo({ channel, plug }: ChatEvent): readonly Channel[] {
    if (plug.capabilities.lock !== 'plug') return [channel];
    return [channel, ...this.channels(plug).filter((one) => one !== channel)];
  }

  #matchIn(
    channel: Channel,
    event: ChatEvent & { readonly type: 'message' },
  ): { readonly outgoing: Outgoing; readonly index: number } | undefined {
    const now = this.#clock.now();
    const list = (this.#channels.get(channel) ?? []).filter(({ outgoing, until }) => !outgoing.over || until > now);
    for (const { outgoing } of list) {
      const index = pieceOf(event, outgoing);
      if (index !== undefined) return { outgoing, index };
    }
    // The past shows what was said as it is now, and an edit may have left before the answer to its message was written down.
    for (const { edited, about } of list.map(({ outgoing }) => outgoing)) {
      const outgoing = edited && list.find((one) => one.outgoing.copy === about)?.outgoing;
      if (outgoing === undefined) continue;
      const index = pieceOf(event, outgoing, edited);
      if (index !== undefined) return { outgoing, index };
    }
    return undefined;
  }
}

/** Which part of a send an event is the echo of: by the key that came back, else by who says what; or what an edit says. */
function pieceOf(
  event: ChatEvent & { readonly type: 'message' },
  outgoing: Outgoing,
  edited?: readonly Operation[],
): number | undefined {
  const key = (event as Marked)[echoKey];
  if (key === undefined && !mayBeOurs(event, outgoing)) return undefined;
  const text = String(event.text ?? '');
  const piece = outgoing.pieces.find(({ index, operation, ids }) => {
    // What has its ids may still have others: those of an attempt that arrived and of which we never heard.
    if (operation.call !== 'put' || (ids !== undefined && outgoing.lost === 0)) return false;
    if (key !== undefined) return key === partKey(outgoing.key, index);
    const said = edited === undefined ? operation : edited[index];
    return said?.call === 'put' && String(said.message.text ?? '') === text;
  });
  return piece?.index;
}

/** Only our own account, or the author we showed, can have written an echo: a stranger may say the same words. */
function mayBeOurs(event: ChatEvent, outgoing: Outgoing): boolean {
  if (event.self || event.user === undefined) return true;
  const name = outgoing.author?.nick;
  return name !== undefined && event.user.nick === name;
}
