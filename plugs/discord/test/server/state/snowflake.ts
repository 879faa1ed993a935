/** The first second of 2015, from which every snowflake counts (Reference › Snowflakes). */
export const discordEpoch = 1_420_070_400_000;

/** The moment a snowflake was made, in Unix milliseconds (Reference › Convert Snowflake to DateTime). */
export function timeOf(id: string): number {
  return Number(BigInt(id) >> 22n) + discordEpoch;
}

/** Orders two snowflakes as numbers: negative when `a` is the older. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Makes ids that are unique, valid in time, and never go back (Reference › Snowflake ID Format Structure). */
export class Snowflakes {
  static #generators = 0;
  /** Worker and process: two generators never make the same id. */
  readonly #worker: number;
  #millisecond = 0;
  #increment = 0;
  #backdated = 0;

  constructor() {
    this.#worker = Snowflakes.#generators % 512;
    Snowflakes.#generators += 1;
  }

  /** The next id of now; or, given a past moment in Unix milliseconds, an id that says it was made then. */
  next(at?: number): string {
    if (at !== undefined) {
      // The uppermost of the ten bits keeps backdated ids apart from those of the present.
      this.#backdated = (this.#backdated + 1) % 4096;
      return make(at, ((this.#worker | 512) << 12) | this.#backdated);
    }
    const now = Date.now();
    if (now > this.#millisecond) {
      this.#millisecond = now;
      this.#increment = 0;
    } else if (this.#increment < 4095) {
      this.#increment += 1;
    } else {
      // More than a millisecond holds: the next one is begun early.
      this.#millisecond += 1;
      this.#increment = 0;
    }
    return make(this.#millisecond, (this.#worker << 12) | this.#increment);
  }
}

function make(millisecond: number, low: number): string {
  return String((BigInt(millisecond - discordEpoch) << 22n) | BigInt(low));
}
