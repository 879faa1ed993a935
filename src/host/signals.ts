/** Waits for SIGINT, SIGTERM, or the given signal. A second SIGINT ends the process as if nobody listened. */
export function untilSignal(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      process.off('SIGINT', finish);
      process.off('SIGTERM', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    if (signal.aborted) return finish();
    process.once('SIGINT', finish);
    process.once('SIGTERM', finish);
    signal.addEventListener('abort', finish);
  });
}
