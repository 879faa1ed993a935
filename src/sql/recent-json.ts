import { toJson } from './json.ts';

/** How many messages are remembered for sure, and at most twice as many: about as many as are on their way at a time. */
const REMEMBERED = 1000;

/**
 * The JSON of messages, kept for a while: one is written as it is posted, and again as it is sent, as the same object.
 * Not a WeakMap: to look after one costs the garbage collector more than it saves.
 */
export class RecentJson {
  #young = new Map<object, string>();
  #old = new Map<object, string>();

  /** @throws StoreError where it is not JSON */
  of(message: object): string {
    let json = this.#young.get(message) ?? this.#old.get(message);
    if (json === undefined) {
      json = toJson(message);
      this.#young.set(message, json);
      if (this.#young.size === REMEMBERED) this.#turn();
    }
    return json;
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }
}
