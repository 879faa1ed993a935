/**
 * How many simulated events a second: in runs as `npm test` makes them, and of a busy bridge that runs for weeks. The floor
 * is what the fake clock does when nothing but its own callbacks is run.
 *
 * `node bench/simulation.ts [virtual hours]`
 */
import { FakeClock, type SimulationResult, simulate } from '../src/testing/index.ts';
import { median, report } from './measure.ts';

const hours = Number(process.argv[2] ?? 300);
const ROUNDS = 5;
const RUNS = 200;
const TICKS = 200_000;
/** Of a bridge in which something is said 200 times an hour, mostly in bursts. */
const STEPS_PER_HOUR = 200;
const faults = {
  ...{
    delayMs: 200,
    duplicate: 0.01,
    reorder: 0.01,
    loseRequest: 0.005,
    loseResponse: 0.01,
    hang: 0.001,
    refuse: 0.01,
  },
  ...{ rateLimit: 0.01, disconnect: 0.002, failStart: 0.2, crash: 0.0005, restart: 0.0005, outage: 0.002 },
  ...{ hookThrows: 0.005 },
};

interface Speed {
  readonly events: number;
  readonly virtualMs: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

async function measured(run: () => Promise<Pick<SimulationResult, 'events' | 'virtualMs'>>): Promise<Speed> {
  const begun = performance.now();
  const before = process.cpuUsage();
  const { events, virtualMs } = await run();
  const { user, system } = process.cpuUsage(before);
  return { events, virtualMs, seconds: (performance.now() - begun) / 1000, cpuSeconds: (user + system) / 1e6 };
}

async function floor(): Promise<Pick<SimulationResult, 'events' | 'virtualMs'>> {
  const clock = new FakeClock();
  let left = TICKS;
  const tick = (): void => {
    left -= 1;
    if (left > 0) clock.after(1, tick);
  };
  clock.after(1, tick);
  await clock.runUntil(() => left === 0);
  return { events: TICKS, virtualMs: TICKS };
}

async function runs(round: number): Promise<Pick<SimulationResult, 'events' | 'virtualMs'>> {
  let events = 0;
  let virtualMs = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const result = await simulate({ seed: round * RUNS + run, steps: 60 });
    events += result.events;
    virtualMs += result.virtualMs;
  }
  return { events, virtualMs };
}

const perSecond = ({ events, cpuSeconds }: Speed): number => Math.round(events / cpuSeconds);
const floors: number[] = [];
const speeds: number[] = [];
for (let round = -1; round < ROUNDS; round += 1) {
  const [bare, speed] = [await measured(floor), await measured(() => runs(round + 1))];
  // The first round warms up.
  if (round < 0) continue;
  floors.push(perSecond(bare));
  speeds.push(perSecond(speed));
}
report('simulation', {
  case: 'short runs, all faults',
  eventsPerCpuSecond: median(speeds),
  callbacksOfTheClockAlone: median(floors),
});

const bridge = await measured(() =>
  simulate({ seed: 1, steps: hours * STEPS_PER_HOUR, stepsPerHour: STEPS_PER_HOUR, faults }),
);
const virtualHours = bridge.virtualMs / 3_600_000;
report('simulation', {
  case: 'a busy bridge',
  virtualHours: Math.round(virtualHours),
  events: bridge.events,
  eventsPerCpuSecond: perSecond(bridge),
  minutesFor10000Hours: Math.round((bridge.cpuSeconds / virtualHours) * (100_000 / 60)) / 10,
});
