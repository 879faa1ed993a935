/** What all test runners have in common; what theirs gives back is of interest where it takes its time limit that way. */
export type AddTest = (title: string, body: () => Promise<void>, timeoutMs: number) => unknown;

/** Hands a test to a runner, and says how long it may take: Vitest and Jest want it as an argument, Mocha is told afterwards. */
export function addTest(it: AddTest, title: string, body: () => Promise<void>, timeoutMs: number): void {
  const test = it(title, body, timeoutMs);
  const isTold = typeof test === 'object' && test !== null && 'timeout' in test && typeof test.timeout === 'function';
  if (isTold) (test as { timeout(ms: number): void }).timeout(timeoutMs);
}
