import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/index.ts';

describe("the machine's clock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const month = 30 * 86_400_000;

  it('waits longer than a timer of Node can', () => {
    const call = vi.fn();
    systemClock.after(month, call);
    vi.advanceTimersByTime(month - 1);
    expect(call).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(call).toHaveBeenCalledOnce();
  });

  it('can be told not to, however long it has waited', () => {
    const call = vi.fn();
    const cancel = systemClock.after(month, call);
    vi.advanceTimersByTime(month - 1);
    cancel();
    expect(vi.getTimerCount()).toBe(0);
  });
});
