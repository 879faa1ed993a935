import type { Step } from './steps.ts';

/** The hooks an event waits for. Given up by dropping it from the lane: answers that come later find nobody. */
export class Wait<E> {
  readonly since: number;
  readonly steps: (Step<E> | undefined)[] = [];
  left = 1;
  warned = false;
  /** What becomes of a step's answer; absent where the answer does not matter. */
  readonly answer: ((step: Step<E>, value: unknown) => void) | undefined;

  constructor(since: number, answer?: (step: Step<E>, value: unknown) => void) {
    this.since = since;
    this.answer = answer;
  }
}
