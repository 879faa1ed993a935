import { type Checker, type TraceEntry, Violation } from '../trace.ts';
import type { Doubled } from './doubled.ts';

const PROMISE = '7: no loops';

/** No message goes where it came from, and hooks see no copy as news. */
export class NoLoops implements Checker {
  /** Where others said each message. */
  readonly #said = new Map<string, string>();
  /** The primary event of each message in each place. */
  readonly #primary = new Map<string, string>();
  readonly #doubled: Doubled;

  constructor(doubled: Doubled) {
    this.#doubled = doubled;
  }

  observe(entry: TraceEntry): void {
    const { kind, place, text } = entry;
    if (kind === 'said') this.#said.set(text, place);
    if (this.#doubled.has(text)) return;
    if (kind === 'begins') this.#begin(entry);
    if (kind === 'put' && this.#said.get(text) === place) {
      throw new Violation(PROMISE, `${text} is put to ${place}, where it came from`);
    }
  }

  #begin({ name, place, text, id = '', self, primary }: TraceEntry): void {
    const isForeign = this.#said.get(text) === place;
    if (self === isForeign) {
      throw new Violation(PROMISE, `${text} (${id}) in ${place} is ${isForeign ? '' : 'not '}taken for our own`);
    }
    if (!primary) return;
    const before = this.#primary.get(name) ?? id;
    this.#primary.set(name, id);
    if (before !== id) throw new Violation(PROMISE, `${text} in ${place} is news twice, as ${before} and as ${id}`);
  }
}
