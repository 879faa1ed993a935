/** The ids of one channel in one generation. */
class Ids {
  /** The greatest so far, here and before. */
  newest: string;
  /** Those that were greater than all before them: they can be looked up once somebody asks. */
  #log: string[] = [];
  readonly #index = new Set<string>();

  constructor(newest: string) {
    this.newest = newest;
  }

  append(id: string): void {
    this.newest = id;
    this.#log.push(id);
  }

  has(id: string): boolean {
    if (this.#log.length > 0) {
      for (const logged of this.#log) this.#index.add(logged);
      this.#log = [];
    }
    return this.#index.has(id);
  }

  insert(id: string): void {
    this.#index.add(id);
  }
}

/**
 * Remembers which message ids were seen in which channel: at least the newest `limit`, at most twice as many.
 *
 * Most networks count upwards, so an id that is greater than all before it, longer or later in the alphabet, is new
 * without a look: that saves the better part of the cost of remembering it. Others are looked up.
 */
export class Seen<K> {
  readonly #limit: number;
  #young = new Map<K, Ids>();
  #old = new Map<K, Ids>();
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Remembers an id; false where it was known. */
  add(owner: K, id: string): boolean {
    let ids = this.#young.get(owner);
    if (ids === undefined) {
      ids = new Ids(this.#old.get(owner)?.newest ?? '');
      this.#young.set(owner, ids);
    }
    const { newest } = ids;
    if (id.length > newest.length || (id.length === newest.length && id > newest)) ids.append(id);
    else if (ids.has(id) || this.#old.get(owner)?.has(id) === true) return false;
    else ids.insert(id);
    this.#size += 1;
    if (this.#size >= this.#limit) this.#turn();
    return true;
  }

  #turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#size = 0;
  }
}
