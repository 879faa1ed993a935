import { SeededRandom } from '../seeded-random.ts';
import { drawFaults, drawNetworks, drawStoreMs } from './draw-networks.ts';
import type { SimulatedFaults, SimulatedNetwork, SimulationOptions, SimulationResult } from './options.ts';
import { shorten } from './shorten.ts';
import { drawSteps, type Places, type Step } from './steps.ts';
import { Violation } from './trace.ts';
import { World } from './world.ts';

const ROOMS = ['r1', 'r2'];
const SHOWN = 120;
const HOUR_MS = 3_600_000;

/** A simulation in which a promise was not kept: tells the seed, the shortest way to it that was found, and its trace. */
export class SimulationError extends Error {
  readonly seed: number;
  /** The promise, by its number and name. */
  readonly promise: string;
  readonly steps: readonly Step[];
  readonly trace: readonly string[];

  constructor(seed: number, violation: Violation, steps: readonly Step[], trace: readonly string[]) {
    const lines = trace.length > SHOWN ? ['…', ...trace.slice(-SHOWN)] : trace;
    const list = steps.map((step) => `  ${JSON.stringify(step)}`);
    super(
      `seed ${seed}: promise ${violation.promise} was broken: ${violation.message}\n${list.length} steps:\n${list.join('\n')}\ntrace:\n${lines.join('\n')}`,
      { cause: violation },
    );
    this.name = 'SimulationError';
    this.seed = seed;
    this.promise = violation.promise;
    this.steps = steps;
    this.trace = trace;
  }
}

/**
 * Runs a whole host in virtual time, on networks that do everything wrong, with crashes at any await, and checks the
 * promises of docs/ordering.md. The same seed gives the same run.
 *
 * @throws SimulationError with the seed, the fewest steps that were found to lead there, and the trace of them
 */
export async function simulate(options: SimulationOptions): Promise<SimulationResult> {
  const { seed, steps: count, stepsPerHour = Number.POSITIVE_INFINITY } = options;
  const random = new SeededRandom(seed);
  const networks = options.plugs ?? drawNetworks(random);
  const faults = options.faults ?? drawFaults(random);
  const places: Places = {
    networks: networks.map(({ name }) => name),
    rooms: ROOMS,
    calm: 'calm',
    changes: networks.every(mayChange),
  };
  const steps = drawSteps(random, count, places, faults, HOUR_MS / stepsPerHour);
  const storeMs = options.store === undefined ? drawStoreMs(random) : 0;
  const setup = { options, networks, places, faults, storeMs };
  const { world, violation } = await run(setup, steps);
  const { trace, crashes } = world;
  if (violation !== undefined) throw await toError(setup, steps, violation);
  const virtualMs = world.clock.now() - world.startedAt;
  return { seed, events: trace.count, virtualMs, crashes, fingerprint: trace.fingerprint };
}

function mayChange({ capabilities }: SimulatedNetwork): boolean {
  return capabilities?.edit === true && capabilities.delete === true && capabilities.reaction === true;
}

interface Setup {
  readonly options: SimulationOptions;
  readonly networks: readonly SimulatedNetwork[];
  readonly places: Places;
  readonly faults: SimulatedFaults;
  readonly storeMs: number;
}

async function run(setup: Setup, steps: readonly Step[]): Promise<{ world: World; violation: Violation | undefined }> {
  const world = new World(setup.options, setup.networks, setup.places, setup.faults, setup.storeMs);
  try {
    await world.begin();
    for (const step of steps) await world.take(step);
    await world.end();
    return { world, violation: undefined };
  } catch (error) {
    return { world, violation: error instanceof Violation ? error : crashed(error) };
  }
}

/** What the simulation itself stumbled over is a fault all the same: somebody threw where nobody should. */
function crashed(error: unknown): Violation {
  const violation = new Violation('8: outages pass', String(error));
  violation.cause = error;
  return violation;
}

async function toError(setup: Setup, steps: readonly Step[], first: Violation): Promise<SimulationError> {
  const breaks = async (some: readonly Step[]): Promise<boolean> =>
    (await run(setup, some)).violation?.promise === first.promise;
  const shortest = await shorten(steps, breaks, setup.options.shrinks ?? 300);
  const { world, violation } = await run(setup, shortest);
  return new SimulationError(setup.options.seed, violation ?? first, shortest, world.trace.lines(1000));
}
