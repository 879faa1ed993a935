import { type Checker, type TraceEntry, Violation } from '../trace.ts';

/** A send has resumed its caller before its echo reaches a hook. */
export class ReceiptFirst implements Checker {
  /** The sends under way, and the process that waits for them. */
  readonly #underWay = new Map<string, number>();

  observe({ kind, name, place, text, process }: TraceEntry): void {
    switch (kind) {
      case 'send':
        this.#underWay.set(name, process);
        break;
      case 'receipt':
      case 'rejected':
        this.#underWay.delete(name);
        break;
      case 'begins':
        if (this.#underWay.get(name) !== process) return;
        throw new Violation('2: receipt before echo', `the echo of ${text} in ${place} came before its receipt`);
      case 'dies':
        this.#underWay.clear();
        break;
      default:
    }
  }
}
