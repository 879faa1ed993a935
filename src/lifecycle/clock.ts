/** The one place where the core meets time and chance, so that a simulation can replace both and replay any run. */

/** Time, timers and randomness as the core uses them. */
export interface Clock {
  /** Milliseconds since 1970. May jump, as clocks on walls do. */
  now(): number;
  /** A number from 0 up to but not including 1. */
  random(): number;
  /** Calls back once after `ms` milliseconds; the returned function cancels it. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back in a macrotask of its own: after every promise callback that is due by then. */
  macrotask(callback: () => void): void;
}

/** A timer of Node that is to wait longer fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, callback) {
    let timer: NodeJS.Timeout;
    const wait = (left: number): void => {
      timer = left > LONGEST_MS ? setTimeout(() => wait(left - LONGEST_MS), LONGEST_MS) : setTimeout(callback, left);
    };
    wait(ms);
    return () => clearTimeout(timer);
  },
  macrotask(callback) {
    setImmediate(callback);
  },
};
