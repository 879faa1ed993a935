import type { Channel } from '../../src/index.ts';
import { findChannel, isId } from './addresses.ts';
import type { Directory } from './directory.ts';

/** Channels that somebody named otherwise than by their id: what happens in them is to happen in that very object. */
export class Aliases {
  readonly #byId = new Map<string, Channel>();
  readonly #ids = new Map<string, string>();
  readonly #open = new Set<Channel>();

  /** Somebody named a channel. */
  add(channel: Channel): void {
    if (channel.source !== '' && !isId(channel.source) && !this.#ids.has(channel.source)) this.#open.add(channel);
  }

  /** The channel that stands for an id, where it is another than that of the id itself. */
  get(id: string): Channel | undefined {
    return this.#byId.get(id);
  }

  /** The id of a name that was found; it stays, also when the channel gets another name. */
  idOf(source: string): string | undefined {
    return this.#ids.get(source);
  }

  /** The id of a name is known. */
  bind(channel: Channel, id: string): void {
    this.#open.delete(channel);
    this.#ids.set(channel.source, id);
    if (!this.#byId.has(id)) this.#byId.set(id, channel);
  }

  /** What had an id is gone: its name may come to mean something else. */
  forget(id: string): void {
    const channel = this.#byId.get(id);
    if (channel === undefined) return;
    this.#byId.delete(id);
    this.#ids.delete(channel.source);
    this.#open.add(channel);
  }

  /** Finds the ids of what was named. Gives the names that nothing fits yet, with the reason. */
  resolve(directory: Directory): readonly Error[] {
    const faults: Error[] = [];
    for (const channel of this.#open) {
      try {
        this.bind(channel, findChannel(directory, channel.source).id);
      } catch (error) {
        faults.push(error as Error);
      }
    }
    return faults;
  }
}
