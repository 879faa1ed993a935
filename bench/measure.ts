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

/** What a contestant does a second, by the clock on the wall and by the processor time of the whole process. */
export interface Speed {
  readonly perSecond: number;
  readonly perCpuSecond: number;
}

/** How many a second each contestant does: the median of rounds in which they take turns. */
export async function race<Name extends string>(
  count: number,
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Record<Name, number>> {
  const speeds = Object.entries<Speed>(await compare(count, rounds, contestants));
  return Object.fromEntries(speeds.map(([name, { perSecond }]) => [name, perSecond])) as Record<Name, number>;
}

/** The same, with the processor time. */
export async function compare<Name extends string>(
  count: number,
  rounds: number,
  contestants: Readonly<Record<Name, () => Promise<void>>>,
): Promise<Record<Name, Speed>> {
  const names = Object.keys(contestants) as Name[];
  const wall = new Map<Name, number[]>(names.map((name) => [name, []]));
  const cpu = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const name of names) {
      const before = process.cpuUsage();
      const start = performance.now();
      await contestants[name]();
      if (round < 0) continue;
      wall.get(name)?.push((performance.now() - start) / 1000);
      const { user, system } = process.cpuUsage(before);
      cpu.get(name)?.push((user + system) / 1e6);
    }
  }
  const rate = (seconds: readonly number[] = []): number => Math.round(count / median(seconds));
  const speeds = names.map((name) => [name, { perSecond: rate(wall.get(name)), perCpuSecond: rate(cpu.get(name)) }]);
  return Object.fromEntries(speeds) as Record<Name, Speed>;
}

/** Rounds that are not counted. */
const WARM_UP = 2;

/** One speed against another, its floor. On a machine that is busy with other things, that of the processor time is the steadier. */
export function against({ perSecond, perCpuSecond }: Speed, floor: Speed): Readonly<Record<string, number>> {
  return {
    perSecond,
    floor: floor.perSecond,
    ratio: ratio(perSecond, floor.perSecond),
    cpuRatio: ratio(perCpuSecond, floor.perCpuSecond),
  };
}

/** Prints one result. */
export function report(bench: string, result: Readonly<Record<string, unknown>>): void {
  console.log(JSON.stringify({ bench, ...result }));
}

export function ratio(a: number | undefined, b: number | undefined): number {
  return Math.round(((a ?? Number.NaN) / (b ?? Number.NaN)) * 100) / 100;
}
