/** One line that was written, until it is known what became of it. */
interface Pending {
  readonly target: string;
  readonly label: string;
  resolve(id: string): void;
  reject(error: Error): void;
}

/** What a confirmation needs of the connection. */
export interface ConfirmationWire {
  /** Sends a PING with a token. */
  ping(token: string): void;
  /** Calls back once all that is written now has been handed to the socket. */
  afterWrites(callback: () => void): void;
  /** An id for a line that the server gives none. */
  nextId(): string;
}

const tokenStart = 'tieline';

/**
 * Finds out what became of the lines we wrote.
 *
 * With labels (IRCv3 labeled-response and echo-message) the server answers each line by itself, with its own id.
 * Elsewhere a PING follows the lines: a server reads in order, so that its PONG says that it has read them all; whatever
 * it refused it said before. One PING at a time serves everything in flight.
 */
export class Confirmations {
  readonly #wire: ConfirmationWire;
  readonly #labelled = new Map<string, Pending>();
  /** Written after the last PING, and so to be confirmed by the next. */
  #waiting: Pending[] = [];
  /** Written before the PING that is under way. */
  #pinged: Pending[] = [];
  #refused = new Map<string, Error[]>();
  #token = '';
  #scheduled = false;
  #count = 0;

  constructor(wire: ConfirmationWire) {
    this.#wire = wire;
  }

  /** How many lines are in flight. */
  get size(): number {
    return this.#labelled.size + this.#waiting.length + this.#pinged.length;
  }

  /** A label for the next line, where the server answers labels. */
  nextLabel(): string {
    this.#count += 1;
    return this.#count.toString(36);
  }

  /**
   * Resolves once the server has read the line that is written now, with the id that the server gave it, or else one of
   * our own.
   * @param target Where it goes, in the form in which the server compares names.
   * @param label The label of the line; empty where the server answers none.
   */
  sent(target: string, label: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const pending: Pending = { target, label, resolve, reject };
      if (label !== '') {
        this.#labelled.set(label, pending);
        return;
      }
      this.#waiting.push(pending);
      this.#schedule();
    });
  }

  /** The server has answered a label; whether it was one of ours. */
  answered(label: string, id: string | undefined): boolean {
    const pending = this.#labelled.get(label);
    if (pending === undefined) return false;
    for (const [earlier, passedOver] of this.#labelled) {
      if (earlier === label) break;
      // Answers come in order: the server has read this line too, and had nothing to say.
      this.#labelled.delete(earlier);
      passedOver.resolve(this.#wire.nextId());
    }
    this.#labelled.delete(label);
    pending.resolve(id || this.#wire.nextId());
    return true;
  }

  /** The server has refused a line to a target; whether any such line is in flight. */
  refused(target: string, label: string, error: Error): boolean {
    const pending = this.#labelled.get(label);
    if (pending !== undefined) {
      this.#labelled.delete(label);
      pending.reject(error);
      return true;
    }
    const concerned = (one: Pending): boolean => one.target === target;
    if (!this.#pinged.some(concerned) && !this.#waiting.some(concerned)) return false;
    this.#refused.set(target, [...(this.#refused.get(target) ?? []), error]);
    return true;
  }

  /** The server has answered a PING; whether it was one of ours. */
  pong(token: string): boolean {
    if (!token.startsWith(tokenStart)) return false;
    if (token !== this.#token) return true;
    this.#token = '';
    const confirmed = this.#pinged;
    this.#pinged = [];
    this.#settle(confirmed);
    if (this.#waiting.length > 0) this.#ping();
    return true;
  }

  /** The connection is gone: nobody knows what became of the lines in flight. */
  cut(error: Error): void {
    const lost = [...this.#labelled.values(), ...this.#pinged, ...this.#waiting];
    this.#labelled.clear();
    this.#pinged = [];
    this.#waiting = [];
    this.#refused.clear();
    this.#token = '';
    for (const pending of lost) pending.reject(error);
  }

  #schedule(): void {
    if (this.#scheduled || this.#token !== '') return;
    this.#scheduled = true;
    this.#wire.afterWrites(() => {
      this.#scheduled = false;
      if (this.#token === '' && this.#waiting.length > 0) this.#ping();
    });
  }

  #ping(): void {
    this.#pinged = this.#waiting;
    this.#waiting = [];
    this.#count += 1;
    this.#token = tokenStart + this.#count.toString(36);
    this.#wire.ping(this.#token);
  }

  /**
   * A refusal names a target and no line. It concerns the last lines to that target: we lose the right to speak between
   * two lines more often than we gain it.
   */
  #settle(confirmed: readonly Pending[]): void {
    if (this.#refused.size === 0) {
      for (const pending of confirmed) pending.resolve(this.#wire.nextId());
      return;
    }
    for (const pending of confirmed.toReversed()) {
      const error = this.#refused.get(pending.target)?.pop();
      if (error !== undefined) pending.reject(error);
    }
    // Those that were rejected are settled already, and stay so.
    for (const pending of confirmed) pending.resolve(this.#wire.nextId());
    this.#refused.clear();
  }
}
