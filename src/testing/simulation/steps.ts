import type { SeededRandom } from '../seeded-random.ts';
import type { SimulatedFaults } from './options.ts';

/** Something that a simulation does. Plain, so that a failure can be told and tried again with fewer of them. */
export type Step = { readonly number: number; readonly waitMs: number } & (
  | { readonly kind: 'say'; readonly network: string; readonly room: string }
  | { readonly kind: 'send'; readonly network: string; readonly room: string; readonly depth: number }
  | {
      readonly kind: 'post';
      readonly network: string;
      readonly room: string;
      readonly policy: 'at-least-once' | 'at-most-once';
    }
  /** Somebody edits, takes back or reacts to the message that an earlier step said; `on` false takes a reaction back. */
  | { readonly kind: 'edit' | 'delete'; readonly of: number }
  | { readonly kind: 'react'; readonly of: number; readonly on: boolean }
  | { readonly kind: 'outage'; readonly network: string; readonly forMs: number }
  /** While the process is down, somebody says something `meanwhile`. */
  | { readonly kind: 'restart'; readonly downMs: number; readonly meanwhile?: Place }
  /** After so many callbacks of its clock, and then so many promise callbacks. */
  | {
      readonly kind: 'crash';
      readonly callbacks: number;
      readonly microtasks: number;
      readonly downMs: number;
      readonly meanwhile?: Place;
    }
);

/** A room of a network. */
export interface Place {
  readonly network: string;
  readonly room: string;
}

/** Where things can happen. */
export interface Places {
  readonly networks: readonly string[];
  readonly rooms: readonly string[];
  /** A network on which nothing goes wrong, to be disturbed by none of the others. */
  readonly calm: string;
  /** Whether messages are changed: all networks have to be able to. */
  readonly changes: boolean;
}

const MINUTE = 60_000;
/** How many steps are the last of a conversation. */
const PAUSES = 0.1;

/** Draws what is to happen; with a longer wait now and then, so that there are so many milliseconds a step on average. */
export function drawSteps(
  random: SeededRandom,
  count: number,
  places: Places,
  faults: SimulatedFaults,
  pauseMs: number,
): Step[] {
  return Array.from({ length: count }, (_step, index) => {
    const step = drawStep(random, index + 1, places, faults);
    return pauseMs > 0 && random.chance(PAUSES) ? { ...step, waitMs: step.waitMs + drawPause(random, pauseMs) } : step;
  });
}

/** Of some length, mostly short: as people leave between conversations. */
function drawPause(random: SeededRandom, pauseMs: number): number {
  return Math.round((-Math.log(1 - random.next()) * pauseMs) / PAUSES);
}

function drawStep(
  random: SeededRandom,
  number: number,
  { networks, rooms, calm, changes }: Places,
  faults: SimulatedFaults,
): Step {
  const { crash = 0, restart = 0, outage = 0 } = faults;
  const waitMs = drawWait(random);
  const network = random.pick(networks);
  const room = random.pick(rooms);
  if (random.chance(crash)) {
    const downMs = random.below(random.chance(0.5) ? 10 : 5000);
    const meanwhile = random.chance(0.5) ? { meanwhile: { network, room } } : {};
    return {
      ...meanwhile,
      kind: 'crash',
      callbacks: random.below(40),
      microtasks: random.below(20),
      downMs,
      number,
      waitMs,
    };
  }
  if (random.chance(restart))
    return { kind: 'restart', downMs: random.below(1000), meanwhile: { network, room }, number, waitMs };
  if (random.chance(outage))
    return { kind: 'outage', network, forMs: random.below(random.chance(0.7) ? 5000 : 10 * MINUTE), number, waitMs };
  const what = random.next();
  if (what < 0.1) return { kind: what < 0.05 ? 'say' : 'send', network: calm, room: 'calm', depth: 1, number, waitMs };
  if (changes && what > 0.8) return drawChange(random, number, waitMs);
  if (what < 0.5) return { kind: 'say', network, room, number, waitMs };
  if (what < 0.75) return { kind: 'send', network, room, depth: random.below(6), number, waitMs };
  return { kind: 'post', network, room, policy: random.chance(0.8) ? 'at-least-once' : 'at-most-once', number, waitMs };
}

/** Of something that was said not long ago. */
function drawChange(random: SeededRandom, number: number, waitMs: number): Step {
  const of = Math.max(1, number - 1 - random.below(random.chance(0.7) ? 3 : 30));
  const kind = random.pick(['edit', 'edit', 'delete', 'react', 'react'] as const);
  return kind === 'react' ? { kind, of, on: random.chance(0.7), number, waitMs } : { kind, of, number, waitMs };
}

/** Mostly no time at all, so that things meet; now and then a while. */
function drawWait(random: SeededRandom): number {
  const luck = random.next();
  if (luck < 0.5) return 0;
  if (luck < 0.9) return random.below(40);
  return luck < 0.98 ? random.below(2000) : random.below(2 * MINUTE);
}
