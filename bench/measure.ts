/** What all benches share: medians of rounds in which the thing and its floor take turns, printed as JSON. */

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value below which a share of the numbers lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** How many a second each contestant does: the median of rounds in which they take turns. */
export async function race(
  count: number,
  rounds: number,
  contestants: Readonly<Record<string, () => Promise<void>>>,
): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      await run();
      // The first round warms up.
      if (round >= 0) times[name] = [...(times[name] ?? []), performance.now() - start];
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, Math.round(count / (median(all) / 1000))]),
  );
}

/** Prints one result. */
export function report(bench: string, result: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ bench, ...result }));
}

export function ratio(a: number | undefined, b: number | undefined): number {
  return Math.round(((a ?? Number.NaN) / (b ?? Number.NaN)) * 100) / 100;
}
