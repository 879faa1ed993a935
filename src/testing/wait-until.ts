import type { Awaitable } from '../lifecycle/awaitable.ts';
import { systemClock } from '../lifecycle/clock.ts';

/** Waits, in the machine's own time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve));
}

/**
 * Waits until a condition holds that nothing announces: asks often at first, then less so.
 * @throws Error naming what was waited for, when it does not hold within `limitMs` milliseconds, and what `clues` gives then
 */
export async function waitUntil(
  condition: () => Awaitable<unknown>,
  what: string,
  limitMs: number,
  clues: () => string = () => '',
): Promise<void> {
  const end = systemClock.now() + limitMs;
  for (let waitMs = 0; !(await condition()); waitMs = Math.min(waitMs + 1, 20)) {
    if (systemClock.now() > end) throw inVain(what, limitMs, clues);
    await pause(waitMs);
  }
}

/**
 * Waits for a promise, but not for ever.
 * @throws Error naming what was waited for, when it is not settled within `limitMs` milliseconds, and what `clues` gives then
 */
export async function settled<T>(
  promise: PromiseLike<T>,
  what: string,
  limitMs: number,
  clues: () => string = () => '',
): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = systemClock.after(limitMs, () => reject(inVain(what, limitMs, clues)));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}

function inVain(what: string, limitMs: number, clues: () => string): Error {
  return new Error(`waited in vain for ${what} (${limitMs} ms)${clues()}`);
}
