/** Waits for SIGINT, SIGTERM, or any of the given signals. A second SIGINT ends the process as if nobody listened. */
export function untilSignal(signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      process.off('SIGINT', finish);
      process.off('SIGTERM', finish);
      for (const signal of signals) signal.removeEventListener('abort', finish);
      resolve();
    };
    process.once('SIGINT', finish);
    process.once('SIGTERM', finish);
    for (const signal of signals) {
      if (signal.aborted) return finish();
      signal.addEventListener('abort', finish);
    }
  });
}
