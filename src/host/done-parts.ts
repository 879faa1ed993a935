/** What the parts of an outgoing message have given: the ids of each that was sent. */
export class DoneParts {
  /** The first apart from the others: most messages have one part, and need no list then. */
  #first: readonly string[] | undefined;
  #others: (readonly string[] | undefined)[] | undefined;

  has(index: number): boolean {
    return this.at(index) !== undefined;
  }

  at(index: number): readonly string[] | undefined {
    return index === 0 ? this.#first : this.#others?.[index - 1];
  }

  /** A part was sent; where two attempts at it arrived, both stand on the network. */
  add(index: number, ids: readonly string[]): void {
    const before = this.at(index);
    const all = before === undefined ? ids : [...new Set([...before, ...ids])];
    if (index === 0) this.#first = all;
    else {
      this.#others ??= [];
      this.#others[index - 1] = all;
    }
  }

  /** The first parts were sent by an earlier process. */
  resume(ids: readonly string[]): void {
    for (const [index, id] of ids.entries()) this.add(index, [id]);
  }

  /** It was sent as one. */
  set(ids: readonly string[]): void {
    this.#first = ids;
    this.#others = undefined;
  }

  /** All ids so far, in order. */
  ids(): readonly string[] {
    const first = this.#first ?? NONE;
    return this.#others === undefined ? first : [...first, ...this.#others.flatMap((ids) => ids ?? NONE)];
  }
}

const NONE: readonly string[] = Object.freeze([]);
