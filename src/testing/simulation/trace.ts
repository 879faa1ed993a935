/** What can be noted. */
export type TraceKind =
  /** Somebody said something on a network. */
  | 'said'
  /** Somebody took it back. */
  | 'retracted'
  /** A plug queued an event; it gave one of the past; an event was safe; it was refused. */
  | 'queued'
  | 'fetched'
  | 'safe'
  | 'refused'
  /** A plug queued an edit, a deletion or a reaction; it was safe. */
  | 'changing'
  | 'changed'
  /** The first hook got it; the last one is through with it. */
  | 'begins'
  | 'ends'
  /** A hook led it on. */
  | 'routed'
  /** A caller sends; resumes with a receipt; is rejected. */
  | 'send'
  | 'receipt'
  | 'rejected'
  /** A caller posts; it is safe; it is refused. */
  | 'post'
  | 'posted'
  | 'unposted'
  /** A plug's `put()` begins and ends. */
  | 'put'
  | 'put ends'
  /** The network has it. */
  | 'taken'
  /** What happens to networks and processes. */
  | 'outage'
  | 'return'
  | 'opens'
  | 'closes'
  | 'dies';

/** What is noted beside when, where and what. */
export interface TraceFacts {
  readonly id?: string | undefined;
  readonly key?: string | undefined;
  readonly self?: boolean | undefined;
  readonly primary?: boolean | undefined;
  readonly policy?: string | undefined;
  /** The whole text, where it was edited; what the change is: `e` with the text, `d`, `r+`, `r-`. */
  readonly what?: string | undefined;
}

const NO_FACTS: TraceFacts = {};

/** Something that happened. */
export interface TraceEntry extends TraceFacts {
  /** In milliseconds since the simulation began. */
  readonly at: number;
  readonly kind: TraceKind;
  /** Which process, from 1. */
  readonly process: number;
  /** The network and the room, `a/room`; empty where it is about none. */
  readonly place: string;
  /** The text of the message as it was first: the number it was given when it came into being. */
  readonly text: string;
  /** The message in that place: what {@link placed} gives for the two. */
  readonly name: string;
}

/** How it all stands in the end. */
export interface Standing {
  /** The messages that the outbox says it could not deliver, or not change, by {@link placed}. */
  readonly given: ReadonlySet<string>;
  /** Our messages of that text in a place, as they stand there now. */
  ours(
    place: string,
    text: string,
  ): readonly { readonly text: string; readonly deleted: boolean; readonly reacted: boolean }[];
}

/** Is told of all that happens, and throws a {@link Violation} when a promise was broken. */
export interface Checker {
  observe(entry: TraceEntry): void;
  /** All is over. */
  end?(standing: Standing): void;
}

/** What a text was before it was edited: edits stand behind a tilde. */
export function unedited(text: string): string {
  const end = text.indexOf('~');
  return end === -1 ? text : text.slice(0, end);
}

/** Names a message in a place. */
export function placed(place: string, text: string): string {
  return `${place} ${text}`;
}

/** A promise was broken. */
export class Violation extends Error {
  readonly promise: string;

  constructor(promise: string, message: string) {
    super(message);
    this.name = 'Violation';
    this.promise = promise;
  }
}

/** How much of a long run is kept for people to read. */
const KEPT = 20_000;

/** All that happened, newest last. */
export class Trace {
  count = 0;
  /** The first promise that was broken: told of at the next step, not where it happened, since hooks' errors are caught. */
  violation: Violation | undefined;
  readonly #checkers: readonly Checker[];
  #entries: TraceEntry[] = [];
  #hash = 0x811c9dc5;

  constructor(checkers: readonly Checker[]) {
    this.#checkers = checkers;
  }

  note(at: number, kind: TraceKind, process: number, place: string, text: string, facts: TraceFacts = NO_FACTS): void {
    const { id, key, self, primary, policy, what } = facts;
    const entry = { at, kind, process, place, text, name: placed(place, text), id, key, self, primary, policy, what };
    this.count += 1;
    this.#entries.push(entry);
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
    this.#hash = Math.imul(this.#hash ^ at ^ (kind.length << 8), 0x01000193);
    for (let index = 0; index < text.length; index += 1) {
      this.#hash = Math.imul(this.#hash ^ text.charCodeAt(index), 0x01000193);
    }
    if (this.violation !== undefined) return;
    try {
      for (const checker of this.#checkers) checker.observe(entry);
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.violation = error;
    }
  }

  /** Notes that a promise was broken. */
  fail(violation: Violation): void {
    this.violation ??= violation;
  }

  /** Equal for equal runs. */
  get fingerprint(): string {
    return `${this.count}-${(this.#hash >>> 0).toString(36)}`;
  }

  /** The newest entries, for people. */
  lines(limit: number): string[] {
    return this.#entries.slice(-limit).map(toLine);
  }
}

function toLine({ at, kind, process, place, text, id, key, self, primary, policy, what }: TraceEntry): string {
  const flags = [id, key && `key ${key}`, self && 'self', primary === false && 'not primary', policy, what].filter(
    Boolean,
  );
  return `${String(Math.round(at)).padStart(8)} ms  process ${process}  ${place.padEnd(8)} ${kind.padEnd(8)} ${text} ${flags.join(', ')}`.trimEnd();
}
