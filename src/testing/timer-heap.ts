/** Something that is due at a moment. */
export interface Timer {
  /** In milliseconds since 1970. */
  readonly due: number;
  /** Which of two that are due at once goes first. */
  readonly order: number;
  /** Absent once it was cancelled. */
  callback: (() => void) | undefined;
}

/** Timers, the next one first: a binary heap. What was cancelled is dropped when it comes to the top. */
export class TimerHeap {
  readonly #timers: Timer[] = [];

  push(timer: Timer): void {
    const timers = this.#timers;
    let index = timers.push(timer) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (isBefore(timers[parent] as Timer, timer)) break;
      timers[index] = timers[parent] as Timer;
      index = parent;
    }
    timers[index] = timer;
  }

  /** The next timer that was not cancelled; it stays. */
  peek(): Timer | undefined {
    while (this.#timers.length > 0 && (this.#timers[0] as Timer).callback === undefined) this.pop();
    return this.#timers[0];
  }

  /** Takes the top away. */
  pop(): Timer | undefined {
    const timers = this.#timers;
    const top = timers[0];
    const last = timers.pop();
    if (last === undefined || timers.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= timers.length) break;
      if (child + 1 < timers.length && isBefore(timers[child + 1] as Timer, timers[child] as Timer)) child += 1;
      if (isBefore(last, timers[child] as Timer)) break;
      timers[index] = timers[child] as Timer;
      index = child;
    }
    timers[index] = last;
    return top;
  }

  /** How many timers wait. */
  get size(): number {
    return this.#timers.reduce((count, { callback }) => count + (callback === undefined ? 0 : 1), 0);
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order);
}
