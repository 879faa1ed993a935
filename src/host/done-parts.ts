/** What the parts of an outgoing message have given: the ids of each that was sent. */
export class DoneParts {
  #ids: (readonly string[] | undefined)[] = [];

  /** Whether any part was sent. */
  get any(): boolean {
    return this.#ids.some((ids) => ids !== undefined);
  }

  has(index: number): boolean {
    return this.#ids[index] !== undefined;
  }

  at(index: number): readonly string[] | undefined {
    return this.#ids[index];
  }

  /** A part was sent; where two attempts at it arrived, both stand on the network. */
  add(index: number, ids: readonly string[]): void {
    const before = this.#ids[index];
    this.#ids[index] = before === undefined ? ids : [...new Set([...before, ...ids])];
  }

  /** The first parts were sent by an earlier process. */
  resume(ids: readonly string[]): void {
    this.#ids = ids.map((id) => [id]);
  }

  /** It was sent as one. */
  set(ids: readonly string[]): void {
    this.#ids = [ids];
  }

  /** All ids so far, in order. */
  ids(): readonly string[] {
    return this.#ids.length === 1 ? (this.#ids[0] ?? []) : this.#ids.flatMap((ids) => ids ?? []);
  }
}
