import type { Clock } from './clock.ts';

/** What ends a wait early. */
export interface WithinOptions {
  readonly signal?: AbortSignal;
  /** The error for running out of time. */
  timeout(): Error;
}

/**
 * Waits for what `call` promises, but no longer than `ms` milliseconds and not past an abort.
 * What comes too late is left to itself; it cannot become an unhandled rejection.
 */
export function within<T>(
  clock: Clock,
  ms: number,
  call: () => PromiseLike<T> | T,
  options: WithinOptions,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const { signal } = options;
    const abort = (): void => finish(() => reject(signal?.reason));
    const cancel = clock.after(ms, () => finish(() => reject(options.timeout())));
    function finish(settle: () => void): void {
      cancel();
      signal?.removeEventListener('abort', abort);
      settle();
    }
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort);
    Promise.resolve()
      .then(call)
      .then(
        (value) => finish(() => resolve(value)),
        (error: unknown) => finish(() => reject(error)),
      );
  });
}
