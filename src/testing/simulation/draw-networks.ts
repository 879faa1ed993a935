import type { Capabilities } from '../../model/capabilities.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { SimulatedFaults, SimulatedNetwork } from './options.ts';

/** Draws networks of different kinds. */
export function drawNetworks(random: SeededRandom): SimulatedNetwork[] {
  const count = 2 + random.below(2);
  return ['a', 'b', 'c'].slice(0, count).map((name) => ({ name, capabilities: drawCapabilities(random) }));
}

function drawCapabilities(random: SeededRandom): Partial<Capabilities> {
  const echo = random.pick(['network', 'network', 'none'] as const);
  const idempotency = random.pick(['key', 'echo', 'none'] as const);
  const rate = { count: 5, perMs: 1000, scope: random.pick(['plug', 'channel'] as const) };
  return {
    echo,
    idempotency,
    ...{ edit: true, delete: true, reaction: true },
    ...(random.chance(0.4) && { history: true }),
    ...(random.chance(0.4) && { pipeline: 2 + random.below(8) }),
    ...(random.chance(0.3) && { lock: 'plug' as const }),
    ...(random.chance(0.2) && { rate }),
  };
}

/** Draws what goes wrong: in some runs little, in some a lot. */
export function drawFaults(random: SeededRandom): SimulatedFaults {
  const maybe = (most: number): number => (random.chance(0.5) ? 0 : random.next() * most);
  return {
    delayMs: random.pick([0, 0, 5, 50, 500]),
    duplicate: maybe(0.2),
    reorder: maybe(0.2),
    earlyEcho: maybe(0.2),
    lateEcho: maybe(0.2),
    loseRequest: maybe(0.1),
    loseResponse: maybe(0.2),
    hang: maybe(0.03),
    refuse: maybe(0.2),
    rateLimit: maybe(0.1),
    disconnect: maybe(0.03),
    failStart: maybe(0.5),
    crash: maybe(0.08),
    restart: maybe(0.03),
    outage: maybe(0.05),
    hookThrows: maybe(0.05),
  };
}

/** Draws how long a store takes to write, at most, in milliseconds. */
export function drawStoreMs(random: SeededRandom): number {
  return random.pick([0, 0, 1, 10]);
}
