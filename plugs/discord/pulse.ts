/** Watches that something is heard every so often, and says so when nothing is. */
export class Pulse {
  readonly #timeoutMs: number;
  readonly #silent: () => void;
  #timer: NodeJS.Timeout | undefined;
  #heard = 0;

  /** `silent` is called when nothing was heard for so long, in ms, and again after as long. */
  constructor(timeoutMs: number, silent: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#silent = silent;
  }

  /** Something was heard. */
  beat(): void {
    this.#heard = performance.now();
  }

  /** Begins to watch. */
  start(): void {
    this.beat();
    this.#timer ??= setInterval(() => this.#check(), this.#timeoutMs / 10);
  }

  /** Ends it. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #check(): void {
    if (performance.now() - this.#heard < this.#timeoutMs) return;
    this.beat();
    this.#silent();
  }
}
