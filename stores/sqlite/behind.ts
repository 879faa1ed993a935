/** How far a database is behind its log. */
export class Behind {
  /** The records that it does not have, in order. */
  #records: { readonly number: number; readonly size: number }[] = [];
  #bytes = 0;

  /** How many bytes of the log it does not have. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether it does not have that record. */
  lacks(number: number): boolean {
    return this.#records.some((record) => record.number === number);
  }

  /** A record was appended. */
  add(number: number, size: number): void {
    this.#records.push({ number, size });
    this.#bytes += size;
  }

  /** The database has all records up to this one. */
  reached(applied: number): void {
    const end = this.#records.findIndex(({ number }) => number > applied);
    const had = this.#records.splice(0, end === -1 ? this.#records.length : end);
    for (const { size } of had) this.#bytes -= size;
  }
}
