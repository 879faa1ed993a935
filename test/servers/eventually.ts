import { vi } from 'vitest';

/** Waits until a check does not throw: as long as it takes on a busy machine, and no longer on an idle one. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 30_000, interval: 2 });
}
