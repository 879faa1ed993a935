import type { Copy } from '../order/ledger.ts';
import { Recent } from '../order/recent.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { echoKey, type Marked } from './marked.ts';
import type { Outgoing } from './outgoing.ts';
import { partKey } from './put-call.ts';

/** A part of a message that we sent. */
interface SentPart {
  readonly copy: Copy<Channel>;
  readonly first: boolean;
  /** The name it was shown under. */
  readonly nick: string | undefined;
  /** Whether its echo has come. */
  told: boolean;
}

/**
 * Our newest sends, for echoes that come back otherwise than they were sent: by the key of each part, and on networks whose
 * echoes may come back on another channel by its id in any channel.
 */
export class OwnSends {
  readonly #byKey: Recent<Channel, SentPart>;
  readonly #anywhere: Recent<Plug, SentPart>;

  /** Remembers so many parts for sure. */
  constructor(limit: number) {
    this.#byKey = new Recent(limit);
    this.#anywhere = new Recent(limit);
  }

  /** A part has its ids. */
  add(outgoing: Outgoing, index: number, ids: readonly string[]): void {
    const { channel } = outgoing;
    const { lock, idempotency } = channel.plug.capabilities;
    // Nothing will be asked for: there an echo comes back on its channel, by its id.
    if (idempotency === 'none' && lock !== 'plug') return;
    const { copy, key, author } = outgoing;
    const part: SentPart = { copy, first: index === 0, nick: author?.nick, told: false };
    const own = partKey(key, index);
    this.#byKey.set(channel, own, part);
    if (lock !== 'plug') return;
    this.#anywhere.set(channel.plug, `k${own}`, part);
    for (const id of ids) this.#anywhere.set(channel.plug, `i${id}`, part);
  }

  /** A message of an earlier process was sent, in so many parts. */
  restore(copy: Copy<Channel>, key: string, parts: number): void {
    for (let index = 0; index < parts; index += 1) {
      const part: SentPart = { copy, first: index === 0, nick: copy.message?.user?.nick, told: false };
      this.#byKey.set(copy.channel, partKey(key, index), part);
    }
  }

  /** What is known of one channel's sends becomes known of another's. */
  move(from: Channel, to: Channel): void {
    this.#byKey.move(from, to, () => undefined);
  }

  /** An echo was recognised by its id: another with its key is not the first. */
  heard(event: ChatEvent): void {
    const part = this.#find(event);
    if (part !== undefined) part.told = true;
  }

  /** What an event is the echo of, and whether it is the first to tell of it. */
  match(
    event: ChatEvent & { readonly type: 'message' | 'edit' },
  ): { readonly copy: Copy<Channel>; readonly primary: boolean } | undefined {
    const part = this.#find(event) ?? this.#elsewhere(event);
    // A stranger may bring back our key, or have the same id in another channel.
    if (part === undefined || !(event.self || event.user === undefined || event.user.nick === part.nick))
      return undefined;
    const { copy, first, told } = part;
    const { id } = event.ref;
    part.told = true;
    const leads = copy.ids.includes(id) ? copy.ids[0] === id : first && !told;
    return { copy, primary: leads && !copy.secondary };
  }

  /** Every event that is news comes by here: where an echo stays on its channel, there is nothing to look for. */
  #elsewhere({ plug, ref }: ChatEvent & { readonly type: 'message' | 'edit' }): SentPart | undefined {
    return plug.capabilities.lock === 'plug' ? this.#anywhere.get(plug, `i${ref.id}`) : undefined;
  }

  #find(event: ChatEvent): SentPart | undefined {
    const key = (event as Marked)[echoKey];
    if (key === undefined) return undefined;
    return this.#byKey.get(event.channel, key) ?? this.#anywhere.get(event.plug, `k${key}`);
  }
}
