import { TielineError } from '../errors.ts';
import type { Receipt } from '../model/receipt.ts';

/** What has been sent, and can say so. */
export interface Sent {
  receipt(): Receipt;
}

/** What came of something that was sent, and the promise of those who wait to be told. */
export class Outcome {
  #told: Sent | TielineError | undefined;
  #waiting: PromiseWithResolvers<Receipt> | undefined;

  promise(): Promise<Receipt> {
    if (this.#waiting === undefined) {
      this.#waiting = Promise.withResolvers();
      this.#settle();
    }
    return this.#waiting.promise;
  }

  /** Tells everybody, once. Of most that is posted nobody wants to know: a receipt is made when somebody does. */
  tell(outcome: Sent | TielineError): void {
    if (this.#told !== undefined) return;
    this.#told = outcome;
    this.#settle();
  }

  #settle(): void {
    if (this.#told instanceof TielineError) this.#waiting?.reject(this.#told);
    else if (this.#told !== undefined) this.#waiting?.resolve(this.#told.receipt());
  }
}
