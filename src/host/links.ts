import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { ChannelRef, MessageRef } from '../model/refs.ts';
import { messageOfKey, messageRef, refKey } from '../model/refs.ts';
import { type Copy, copyIn, type Family, foreignCopy, type Ledger } from '../order/ledger.ts';
import { Recent } from '../order/recent.ts';
import type { Channel } from '../plug/plug.ts';
import { ask } from '../store/ask.ts';
import type { Json, LinkRecord, Write } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { type FindChannel, toMessage } from './codec.ts';

/** How many families that came from the store are remembered by name. */
const LOADED = 20_000;

/** Knows which message is a copy of which: the newest in memory, all that the store keeps behind it. */
export class Links {
  readonly #ledger: Ledger<Channel>;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #find: FindChannel;
  /** The families that were loaded from the store, by name. */
  readonly #loaded = new Recent<string, Family<Channel>>(LOADED);

  constructor(ledger: Ledger<Channel>, store: Store, clock: Clock, find: FindChannel) {
    this.#ledger = ledger;
    this.#store = store;
    this.#clock = clock;
    this.#find = find;
  }

  /** What is known of a message; asks the store where memory does not know it and the store may. */
  get(channel: Channel, id: string): Awaitable<Copy<Channel> | undefined> {
    const copy = this.#ledger.get(channel, id);
    if (copy !== undefined || !this.#store.lasting) return copy;
    return this.#ask(messageRef(channel.ref, id)).then((records) => {
      this.load(records);
      return this.#ledger.get(channel, id);
    });
  }

  /** What is known of the message that a ref names. */
  find(ref: MessageRef): Awaitable<Copy<Channel> | undefined> {
    const channel = this.#find(ref.channel);
    return channel === undefined ? undefined : this.get(channel, ref.id);
  }

  /** Loads the families of that name that are not in memory. */
  async ready(names: Iterable<string>): Promise<void> {
    for (const name of new Set(names)) {
      if (this.#loaded.has(name, '')) continue;
      const original = messageOfKey(name);
      if (original !== undefined) this.load(await this.#ask(original));
    }
  }

  #ask(ref: MessageRef): Promise<readonly LinkRecord[]> {
    return ask(this.#clock, () => this.#store.family(ref));
  }

  /** A family that was loaded, by its name. */
  family(name: string): Family<Channel> | undefined {
    return this.#loaded.get(name, '');
  }

  /** Takes in links from the store; those of plugs that are not here stay there. */
  load(records: readonly LinkRecord[]): void {
    const here = records.flatMap((record) => {
      const channel = this.#find(record.channel);
      return channel === undefined ? [] : [{ record, channel }];
    });
    const families = new Map<string, Family<Channel>>();
    // Any of its members may show that a family is in memory: one that is on its way has no id to be known by. What waits
    // to be sent may hold one that the ledger has forgotten: with another, its copy would never come to be known.
    for (const { record, channel } of here) {
      const known = record.ids.map((id) => this.#ledger.get(channel, id)?.family);
      const family = known.find((one) => one?.name === record.family) ?? this.family(record.family);
      if (family !== undefined) families.set(record.family, family);
    }
    for (const { record, channel } of here) {
      const { family: name, version } = record;
      const family = families.get(name) ?? { name, copies: [], version: 0, revision: undefined, restored: true };
      families.set(name, family);
      this.#loaded.set(name, '', family);
      family.version = Math.max(family.version, version);
      const copy = copyIn(family, channel);
      if (copy === undefined) this.#add(record, channel, family);
      else this.#ledger.record(copy, copy.ids);
    }
  }

  #add(record: LinkRecord, channel: Channel, family: Family<Channel>): void {
    const message = record.message === undefined ? undefined : toMessage(record.message);
    const copy: Copy<Channel> = {
      channel,
      ids: record.ids,
      ours: !record.original || message !== undefined,
      message,
      family,
      secondary: false,
      version: record.version,
      shown: record.version,
      deleted: record.deleted,
      reactions: undefined,
      sentAt: record.ids.length > 0 ? record.at : undefined,
      job: undefined,
    };
    // The original comes first, in whatever order the store gives them.
    family.copies = record.original ? [copy, ...family.copies] : [...family.copies, copy];
    this.#ledger.record(copy, record.ids);
  }
}

/** The family of a message, begun with it where it has none yet. */
export function familyOf(copy: Copy<Channel>): Family<Channel> {
  if (copy.family !== undefined) return copy.family;
  const family = new NewFamily(copy);
  copy.family = family;
  return family;
}

/** A copy will never be sent: its channel has not had the message, and may yet get it. */
export function leave(copy: Copy<Channel>): void {
  const { family } = copy;
  if (family !== undefined) family.copies = family.copies.filter((one) => one !== copy);
}

/** Its name is made when somebody asks for it, which in memory nobody does. */
class NewFamily implements Family<Channel> {
  copies: readonly Copy<Channel>[];
  version = 0;
  revision: string | undefined = undefined;
  #name: string | undefined;
  readonly #channel: ChannelRef;
  readonly #id: string;

  constructor(original: Copy<Channel>) {
    this.copies = [original];
    this.#channel = original.channel.ref;
    this.#id = original.ids[0] ?? '';
  }

  get name(): string {
    this.#name ??= refKey(messageRef(this.#channel, this.#id));
    return this.#name;
  }
}

/** A message that somebody wrote and that is about to be carried on. */
export function original(ledger: Ledger<Channel>, channel: Channel, id: string): Copy<Channel> {
  const copy = ledger.get(channel, id) ?? foreignCopy(channel, id);
  if (!copy.ours) ledger.record(copy, copy.ids);
  return copy;
}

/** The store's record of a copy. */
export function linkWrite(copy: Copy<Channel>, now: number): Write {
  const family = copy.family as Family<Channel>;
  const link: LinkRecord = {
    family: family.name,
    channel: copy.channel.ref,
    ids: copy.ids,
    original: family.copies[0] === copy,
    version: copy.shown,
    deleted: copy.deleted,
    at: copy.sentAt ?? now,
  };
  const { message } = copy;
  return { op: 'link', link: message === undefined ? link : { ...link, message: message as unknown as Json } };
}
