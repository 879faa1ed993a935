import type { Step } from './steps.ts';

/** Who is told of the answers that a {@link Wait} waits for. */
export interface Waiter<E> {
  answered(wait: Wait<E>, step: Step<E>, value: unknown): void;
  threw(wait: Wait<E>, step: Step<E>, error: unknown): void;
}

/**
 * The hooks an event waits for. Once all have answered it is used again for the next event: that saves two functions for
 * every hook and event. Given up it is dropped: answers that come later find nobody.
 */
export class Wait<E> {
  since = 0;
  left = 0;
  warned = false;
  /** What becomes of a step's answer; absent where the answer does not matter. */
  answer: ((step: Step<E>, value: unknown) => void) | undefined;
  readonly #waiter: Waiter<E>;
  readonly #places: Place<E>[] = [];
  #taken = 0;

  constructor(waiter: Waiter<E>) {
    this.#waiter = waiter;
  }

  /** Begins to wait. It is over when `left` is 0; whoever begins it counts as one. */
  begin(since: number, answer: Wait<E>['answer']): void {
    this.since = since;
    this.left = 1;
    this.warned = false;
    this.answer = answer;
    this.#taken = 0;
  }

  /** Waits for what a step has given. */
  join(step: Step<E>, result: PromiseLike<unknown>): void {
    let place = this.#places[this.#taken];
    if (place === undefined) {
      place = new Place(this, this.#waiter);
      this.#places.push(place);
    }
    this.#taken += 1;
    this.left += 1;
    place.step = step;
    // A foreign thenable may answer twice, or at once: a promise does neither.
    Promise.resolve(result).then(place.answered, place.threw);
  }

  /** The steps that have not answered. */
  open(): readonly Step<E>[] {
    return this.#places.flatMap(({ step }) => step ?? []);
  }
}

/** A hook that has not answered, one after another. */
class Place<E> {
  step: Step<E> | undefined;
  readonly answered: (value: unknown) => void;
  readonly threw: (error: unknown) => void;

  constructor(wait: Wait<E>, waiter: Waiter<E>) {
    this.answered = (value) => waiter.answered(wait, this.#leave(), value);
    this.threw = (error) => waiter.threw(wait, this.#leave(), error);
  }

  #leave(): Step<E> {
    const step = this.step as Step<E>;
    this.step = undefined;
    return step;
  }
}
