import type { TielineError } from '../errors.ts';

/** What became of some writes that were handed to a {@link Committer}. */
export class Batch {
  #done = false;
  #error: TielineError | undefined;
  #callbacks: ((error: TielineError | undefined) => void)[] | undefined;

  /** Whether the writes are safe, or, where the host goes on without a working store, need not be waited for. */
  get done(): boolean {
    return this.#done;
  }

  /** Why the writes were refused for good. They are not in the store then, and never will be. */
  get error(): TielineError | undefined {
    return this.#error;
  }

  /** Calls back once, with the error if the writes were refused; at once if that is settled already. */
  whenDone(callback: (error: TielineError | undefined) => void): void {
    if (this.#done || this.#error) callback(this.#error);
    else if (this.#callbacks) this.#callbacks.push(callback);
    else this.#callbacks = [callback];
  }

  /** The same as a promise. @throws what the writes were refused for */
  promise(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.whenDone((error) => (error ? reject(error) : resolve()));
    });
  }

  /** @internal For the committer: settles it. Does nothing a second time. */
  settle(error?: TielineError): void {
    if (this.#done || this.#error) return;
    if (error) this.#error = error;
    else this.#done = true;
    const callbacks = this.#callbacks;
    this.#callbacks = undefined;
    if (callbacks) for (const callback of callbacks) callback(error);
  }
}

/** What needs no waiting: for stores that write at once. */
export const doneBatch: Batch = new Batch();
doneBatch.settle();
