/**
 * Remembers values by two keys, the newest ones for sure: at least `limit` of them, at most twice as many.
 *
 * Two generations are kept; when the young one is full the old one goes whole. That costs nothing per entry, where a
 * list in order of use would, and it forgets whole owners (channels) with their entries.
 */
export class Recent<K, V> {
  readonly #limit: number;
  #young = new Map<K, Map<string, V>>();
  #old = new Map<K, Map<string, V>>();
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(owner: K, id: string): V | undefined {
    return this.#young.get(owner)?.get(id) ?? this.#old.get(owner)?.get(id);
  }

  has(owner: K, id: string): boolean {
    return this.#young.get(owner)?.has(id) === true || this.#old.get(owner)?.has(id) === true;
  }

  set(owner: K, id: string, value: V): void {
    let own = this.#young.get(owner);
    if (own === undefined) {
      own = new Map();
      this.#young.set(owner, own);
    }
    const before = own.size;
    own.set(id, value);
    this.#size += own.size - before;
    if (this.#size < this.#limit) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#size = 0;
  }

  /** Gives all of one owner's values to another, and calls back for each. */
  move(from: K, to: K, moved: (value: V) => void): void {
    for (const generation of [this.#old, this.#young]) {
      const own = generation.get(from);
      if (own === undefined) continue;
      generation.delete(from);
      generation.set(to, new Map([...(generation.get(to) ?? []), ...own]));
      for (const value of new Set(own.values())) moved(value);
    }
  }
}
