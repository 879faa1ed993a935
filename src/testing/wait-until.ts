import type { Awaitable } from '../lifecycle/awaitable.ts';
import { systemClock } from '../lifecycle/clock.ts';

/** Waits, in the machine's own time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void systemClock.after(ms, resolve));
}

/**
 * Waits until a condition holds that nothing announces: asks often at first, then less so.
 * @throws Error naming what was waited for, when it does not hold within `limitMs` milliseconds
 */
export async function waitUntil(condition: () => Awaitable<unknown>, what: string, limitMs: number): Promise<void> {
  const end = systemClock.now() + limitMs;
  for (let waitMs = 0; !(await condition()); waitMs = Math.min(waitMs + 1, 20)) {
    if (systemClock.now() > end) throw new Error(`waited in vain for ${what} (${limitMs} ms)`);
    await pause(waitMs);
  }
}

/**
 * Waits for a promise, but not for ever.
 * @throws Error naming what was waited for, when it is not settled within `limitMs` milliseconds
 */
export async function settled<T>(promise: PromiseLike<T>, what: string, limitMs: number): Promise<T> {
  let cancel: () => void = () => undefined;
  const late = new Promise<never>((_, reject) => {
    cancel = systemClock.after(limitMs, () => reject(new Error(`waited in vain for ${what} (${limitMs} ms)`)));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}
