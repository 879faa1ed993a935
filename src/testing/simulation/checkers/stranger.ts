import { type Checker, placed, type TraceEntry, Violation } from '../trace.ts';

const PROMISE = '4: nobody waits for a stranger';

/** On a network without faults, everything happens at once, whatever happens elsewhere. */
export class Stranger implements Checker {
  readonly #calm: string;
  readonly #patienceMs: number;
  readonly #since = new Map<string, { readonly at: number; readonly process: number }>();

  /** `patienceMs` is how long the store may take. */
  constructor(calm: string, patienceMs: number) {
    this.#calm = `${calm}/`;
    this.#patienceMs = patienceMs;
  }

  observe({ kind, place, text, at, process, id = '' }: TraceEntry): void {
    if (!place.startsWith(this.#calm)) return;
    if (kind === 'queued' || kind === 'send') this.#since.set(placed(kind, text + id), { at, process });
    if (kind === 'begins')
      this.#check(placed('queued', text + id), at, process, `${text} took so long to reach a hook`);
    if (kind === 'put') this.#check(placed('send', text), at, process, `${text} took so long to be put`);
  }

  #check(name: string, at: number, process: number, what: string): void {
    const since = this.#since.get(name);
    this.#since.delete(name);
    if (since === undefined || since.process !== process || at - since.at <= this.#patienceMs) return;
    throw new Violation(PROMISE, `${what} on a network without faults: ${at - since.at} ms`);
  }
}
