import { TielineError } from '../errors.ts';
import type { Receipt } from '../model/receipt.ts';

/** Somebody who waits for the outcome. Most messages have one at most. */
interface Waiter {
  resolve(receipt: Receipt): void;
  reject(error: Error): void;
}

function settle(waiter: Waiter, outcome: Receipt | TielineError): void {
  if (outcome instanceof TielineError) waiter.reject(outcome);
  else waiter.resolve(outcome);
}

/** What came of something that was sent, and who waits to be told. */
export class Outcome {
  #told: Receipt | TielineError | undefined;
  #first: Waiter | undefined;
  #others: readonly Waiter[] | undefined;

  promise(): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject };
      if (this.#told !== undefined) settle(waiter, this.#told);
      else if (this.#first === undefined) this.#first = waiter;
      else this.#others = [...(this.#others ?? []), waiter];
    });
  }

  /** Tells everybody, once. */
  tell(outcome: Receipt | TielineError): void {
    if (this.#told !== undefined) return;
    this.#told = outcome;
    if (this.#first !== undefined) settle(this.#first, outcome);
    for (const waiter of this.#others ?? []) settle(waiter, outcome);
    this.#first = undefined;
    this.#others = undefined;
  }
}
