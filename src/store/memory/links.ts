import type { ChannelRef, MessageRef } from '../../model/refs.ts';
import type { LinkRecord } from '../records.ts';

interface Family {
  members: LinkRecord[];
  readonly generation: Generation;
}

/** The families that began within one stretch of time: forgotten together, at once, in no time. */
interface Generation {
  readonly families: Map<string, Family>;
  readonly byMessage: Map<string, Family>;
  links: number;
}

/** The links between copies, in memory: the newest half of the limit, and up to as many before them. */
export class MemoryLinks {
  readonly #maxPerGeneration: number;
  #young: Generation = emptyGeneration();
  #old: Generation = emptyGeneration();

  constructor(maxLinks: number) {
    this.#maxPerGeneration = Math.max(1, Math.floor(maxLinks / 2));
  }

  get size(): number {
    return this.#young.links + this.#old.links;
  }

  put(link: LinkRecord): void {
    const family = this.#find(link.family) ?? this.#begin(link.family);
    const { members, generation } = family;
    const index = members.findIndex((member) => isChannel(member.channel, link.channel));
    if (index === -1) {
      members.push(link);
      generation.links += 1;
    } else {
      this.#unindex(members[index]!, family);
      members[index] = link;
    }
    for (const id of link.ids) generation.byMessage.set(messageKey(link.channel, id), family);
  }

  family({ channel, id }: MessageRef): LinkRecord[] {
    const key = messageKey(channel, id);
    return [...((this.#young.byMessage.get(key) ?? this.#old.byMessage.get(key))?.members ?? [])];
  }

  /** The newest families, oldest first. */
  newest(limit: number): LinkRecord[] {
    const families = [...this.#old.families.values(), ...this.#young.families.values()];
    const chosen: LinkRecord[][] = [];
    let count = 0;
    for (const { members } of families.reverse()) {
      if (count + members.length > limit) break;
      count += members.length;
      chosen.push(members);
    }
    return chosen.reverse().flat();
  }

  /** Forgets families whose links are all older than `moment`, and the oldest beyond `maxCount`. */
  sweep(moment: number, maxCount: number): void {
    let excess = this.#old.families.size + this.#young.families.size - maxCount;
    if (excess <= 0 && moment === -Infinity) return;
    for (const generation of [this.#old, this.#young]) {
      for (const [name, family] of generation.families) {
        const { members } = family;
        excess -= 1;
        if (excess < 0 && members.some(({ at }) => at >= moment)) continue;
        for (const member of members) this.#unindex(member, family);
        generation.families.delete(name);
        generation.links -= members.length;
      }
    }
  }

  migrate(from: ChannelRef, to: ChannelRef): void {
    for (const family of [...this.#old.families.values(), ...this.#young.families.values()]) {
      const moved = family.members.find(({ channel }) => isChannel(channel, from));
      if (moved === undefined) continue;
      this.#unindex(moved, family);
      family.members = family.members.filter((member) => member !== moved);
      family.generation.links -= 1;
      // Where the family has a copy in the new channel already, that one is the living one.
      if (!family.members.some(({ channel }) => isChannel(channel, to))) this.put({ ...moved, channel: to });
    }
  }

  #find(name: string): Family | undefined {
    return this.#young.families.get(name) ?? this.#old.families.get(name);
  }

  #begin(name: string): Family {
    if (this.#young.links >= this.#maxPerGeneration) {
      this.#old = this.#young;
      this.#young = emptyGeneration();
    }
    const family = { members: [], generation: this.#young };
    this.#young.families.set(name, family);
    return family;
  }

  #unindex(link: LinkRecord, family: Family): void {
    const { byMessage } = family.generation;
    for (const id of link.ids) {
      const key = messageKey(link.channel, id);
      // A network may use an id again: it belongs to the newest family that had it.
      if (byMessage.get(key) === family) byMessage.delete(key);
    }
  }
}

function emptyGeneration(): Generation {
  return { families: new Map(), byMessage: new Map(), links: 0 };
}

function isChannel(a: ChannelRef, b: ChannelRef): boolean {
  return a.source === b.source && a.network === b.network;
}

function messageKey(channel: ChannelRef, id: string): string {
  return `${channel.network.length}:${channel.network}${channel.source.length}:${channel.source}${id}`;
}
