import type { Hook } from '../../hook/hook.ts';
import type { Clock } from '../../lifecycle/clock.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { Channel } from '../../plug/plug.ts';
import type { Store } from '../../store/store.ts';
import type { Faults } from '../fake-network/faults.ts';

/** One network of a simulation, and one account of ours on it. */
export interface SimulatedNetwork {
  readonly name: string;
  /** Changes to what it can do; by default it echoes and knows no keys. */
  readonly capabilities?: Partial<Capabilities>;
}

/** A store that can be crashed: gives a new one with all that was committed, and is dead itself. `memoryStore` is one. */
export interface CrashingStore extends Store {
  crash(): CrashingStore;
}

/** What goes wrong in a simulation, and how often: from 0 (never) to 1 (always). */
export interface SimulatedFaults extends Faults {
  /** A step is the death of the process, at any await, as by `kill -9`. */
  readonly crash?: number;
  /** A step is a restart in good order. */
  readonly restart?: number;
  /** A step is the outage of a network. */
  readonly outage?: number;
  /** A hook throws. */
  readonly hookThrows?: number;
}

/** What {@link simulate} is given. */
export interface SimulationOptions {
  /** The same seed gives the same run. */
  readonly seed: number;
  /** How many things happen: messages said, sent and posted, outages, crashes. */
  readonly steps: number;
  /** How many of them an hour, on average. Default: so many that they meet all the time, some 3,000. */
  readonly stepsPerHour?: number;
  /** Default: two or three networks of different kinds, chosen by the seed. All their rooms of one name are bridged. */
  readonly plugs?: readonly SimulatedNetwork[];
  /** Hooks beside those of the simulation; made anew for each process. `rooms` are the channels that are bridged. */
  readonly hooks?: (rooms: readonly Channel[]) => readonly Hook[];
  /** Default: a `memoryStore` that lasts, which may take some time to write, chosen by the seed. */
  readonly store?: (clock: Clock) => CrashingStore;
  /** Default: a bit of everything, chosen by the seed. */
  readonly faults?: SimulatedFaults;
  /** How many runs may be spent on making a failure shorter. Default 300. */
  readonly shrinks?: number;
}

/** What came of a simulation in which every promise was kept. */
export interface SimulationResult {
  readonly seed: number;
  /** How many things were noted: what was said, queued, handed out, put, taken, answered. */
  readonly events: number;
  /** How long it was in virtual time, in milliseconds. */
  readonly virtualMs: number;
  /** How often the process was killed. */
  readonly crashes: number;
  /** Equal for equal runs. */
  readonly fingerprint: string;
}
