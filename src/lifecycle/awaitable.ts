/** A value, or a promise of it. What is no promise is not awaited. */
export type Awaitable<T> = T | PromiseLike<T>;

/** Whether a value is to be awaited. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === 'object' && typeof (value as { then?: unknown }).then === 'function';
}
