import type { Checker, TraceEntry } from '../trace.ts';

const WINDOW_MS = 300_000;

/**
 * What stands somewhere twice since a process died between two attempts to send it: nobody can tell any more which of the
 * copies is the one that was meant, so the second may be taken for news.
 */
export class Doubled implements Checker {
  readonly #texts = new Set<string>();
  /** When each message was taken first. */
  readonly #taken = new Map<string, number>();
  readonly #twice = new Set<string>();

  observe({ kind, name, text, process, at }: TraceEntry): void {
    // By its content an echo is recognised no longer than that: see docs/delivery.md.
    if (kind === 'begins' && this.#twice.has(name) && at - (this.#taken.get(name) ?? at) > WINDOW_MS)
      this.#texts.add(text);
    if (kind !== 'taken') return;
    if (this.#taken.has(name)) this.#twice.add(name);
    else this.#taken.set(name, at);
    if (process > 1 && this.#twice.has(name)) this.#texts.add(text);
  }

  has(text: string): boolean {
    return this.#texts.has(text);
  }
}
