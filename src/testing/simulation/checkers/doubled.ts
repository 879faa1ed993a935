import type { Checker, TraceEntry } from '../trace.ts';

/**
 * What stands somewhere twice since a process died between two attempts to send it: nobody can tell any more which of the
 * copies is the one that was meant, so the second may be taken for news.
 */
export class Doubled implements Checker {
  readonly #texts = new Set<string>();
  readonly #taken = new Set<string>();

  observe({ kind, name, text, process }: TraceEntry): void {
    if (kind !== 'taken') return;
    if (process > 1 && this.#taken.has(name)) this.#texts.add(text);
    this.#taken.add(name);
  }

  has(text: string): boolean {
    return this.#texts.has(text);
  }
}
