import { TielineError } from '../errors.ts';
import type { Receipt } from '../model/receipt.ts';

/** What came of something that was sent, and the promise of those who wait to be told. */
export class Outcome {
  #told: Receipt | TielineError | undefined;
  #waiting: PromiseWithResolvers<Receipt> | undefined;

  /** Whether anybody waits. */
  get awaited(): boolean {
    return this.#waiting !== undefined;
  }

  promise(): Promise<Receipt> {
    if (this.#told instanceof TielineError) return Promise.reject(this.#told);
    if (this.#told !== undefined) return Promise.resolve(this.#told);
    this.#waiting ??= Promise.withResolvers();
    return this.#waiting.promise;
  }

  /** Tells everybody, once. */
  tell(outcome: Receipt | TielineError): void {
    if (this.#told !== undefined) return;
    this.#told = outcome;
    if (outcome instanceof TielineError) this.#waiting?.reject(outcome);
    else this.#waiting?.resolve(outcome);
    this.#waiting = undefined;
  }
}
