/** What a brake acts on. */
export interface BrakeWire {
  /** Stops reading, or goes on. */
  pause(isPaused: boolean): void;
  /** Whether somebody waits for what the server has yet to say. */
  isAwaited(): boolean;
}

/** How many events the host may have unfinished before the server has to wait, and when it may go on. */
const crowded = 2_000;
const roomy = 500;
const lookEveryMs = 1_000;

/**
 * Makes the server wait while the host has more events than it gets through.
 *
 * A hook may be waiting for the server to confirm what it sent, and that word comes behind the events: with the socket
 * shut for good neither would ever move. So while anybody waits, the socket is open every other second.
 */
export class Brake {
  readonly #wire: BrakeWire;
  #unfinished = 0;
  #isPaused = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(wire: BrakeWire) {
    this.#wire = wire;
  }

  /** An event is with the host until `done` settles. */
  watch(done: Promise<unknown>): void {
    this.#unfinished += 1;
    if (this.#unfinished >= crowded && this.#timer === undefined) {
      this.#pause(true);
      this.#timer = setInterval(() => this.#pause(!this.#isPaused || !this.#wire.isAwaited()), lookEveryMs);
    }
    const finished = (): void => {
      this.#unfinished -= 1;
      if (this.#unfinished <= roomy) this.release();
    };
    done.then(finished, finished);
  }

  /** Lets go, whatever is unfinished. */
  release(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#pause(false);
  }

  #pause(isPaused: boolean): void {
    this.#isPaused = isPaused;
    this.#wire.pause(isPaused);
  }
}
