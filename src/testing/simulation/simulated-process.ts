import { defineHook, type Hook, type Route } from '../../hook/hook.ts';
import { Host } from '../../host/host.ts';
import type { Awaitable } from '../../lifecycle/awaitable.ts';
import type { Clock } from '../../lifecycle/clock.ts';
import { silentLogger } from '../../lifecycle/logger.ts';
import type { Channel, ChatEvent } from '../../plug/plug.ts';
import type { FakeNetwork } from '../fake-network/fake-network.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { CrashingStore, SimulatedNetwork, SimulationOptions } from './options.ts';
import { ProcessClock } from './process-clock.ts';
import { type Note, placeOf, SimulatedPlug } from './simulated-plug.ts';
import { type Trace, unedited } from './trace.ts';

/** What a process is started with. */
export interface ProcessSetup {
  readonly number: number;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly trace: Trace;
  readonly store: CrashingStore;
  readonly networks: ReadonlyMap<string, { readonly network: FakeNetwork; readonly options: SimulatedNetwork }>;
  readonly rooms: readonly string[];
  /** Not bridged. */
  readonly calm: string;
  readonly hooks: SimulationOptions['hooks'];
  readonly hookThrows: number;
  readonly seed: number;
}

const BRIDGED: ReadonlySet<string> = new Set<ChatEvent['type']>(['message', 'edit', 'delete', 'reaction']);

/** One life of a host, from its start to its end, good or bad. */
export class SimulatedProcess {
  readonly host: Host;
  readonly clock: ProcessClock;
  readonly plugs: ReadonlyMap<string, SimulatedPlug>;
  readonly note: Note;
  readonly #setup: ProcessSetup;
  /** The channels that are bridged, by the name of their room. */
  readonly #bridged = new Map<string, readonly Channel[]>();

  constructor(setup: ProcessSetup) {
    this.#setup = setup;
    this.clock = new ProcessClock(setup.clock);
    this.note = (kind, place, text, facts) => {
      if (!this.clock.dead)
        setup.trace.note(setup.clock.now() - setup.startedAt, kind, setup.number, place, text, facts);
    };
    this.host = new Host({ clock: this.clock, logger: silentLogger, store: setup.store });
    this.plugs = new Map([...setup.networks].map(([name, one]) => [name, this.#plug(name, one)]));
    const plugs = [...this.plugs.values()].filter(({ name }) => name !== setup.calm);
    for (const room of setup.rooms)
      this.#bridged.set(
        room,
        plugs.map((plug) => plug.channel(room)),
      );
    const hooks = setup.hooks?.([...this.#bridged.values()].flat()) ?? [];
    for (const hook of [this.#watch(), this.#bridge(), ...hooks]) this.host.addHook(hook);
    this.host.events.subscribe((event) => {
      if (event.type === 'message') this.note('ends', placeOf(event.channel), textOf(event), { id: event.ref.id });
    });
  }

  /** As `kill -9` would: nothing of it is heard of again. */
  die(): void {
    this.note('dies', '', '');
    this.clock.die();
    for (const [name, plug] of this.plugs) this.#setup.networks.get(name)?.network.detach(plug);
  }

  #plug(
    name: string,
    { network, options }: { readonly network: FakeNetwork; readonly options: SimulatedNetwork },
  ): SimulatedPlug {
    const config = { network, ...(options.capabilities && { capabilities: options.capabilities }) };
    return this.host.addPlug(new SimulatedPlug(name, config, this.note, () => this.clock.dead));
  }

  /** Sees everything first; mostly at once, sometimes slowly. */
  #watch(): Hook {
    const beforeReceive = (event: ChatEvent): Awaitable<undefined> => {
      if (event.type !== 'message') return undefined;
      const { self, primary, ref, channel } = event;
      this.note('begins', placeOf(channel), textOf(event), { id: ref.id, self, primary });
      if (channel.plug.name === this.#setup.calm) return undefined;
      const luck = SeededRandom.of(this.#setup.seed, `watch ${placeOf(channel)} ${textOf(event)}`);
      if (luck.chance(this.#setup.hookThrows)) throw new Error('the hook throws');
      const speed = luck.next();
      if (speed < 0.7) return undefined;
      if (speed < 0.9) return Promise.resolve(undefined);
      return new Promise((resolve) => void this.clock.after(luck.below(50), () => resolve(undefined)));
    };
    return defineHook('watch', { beforeReceive, watches: () => [...this.#bridged.values()].flat() });
  }

  #bridge(): Hook {
    const routes = (event: ChatEvent): Route[] => {
      const { channel } = event;
      if (!BRIDGED.has(event.type) || channel.plug.name === this.#setup.calm) return [];
      if (event.type === 'message')
        this.note('routed', placeOf(channel), textOf(event), { id: event.ref.id, primary: event.primary });
      const room = this.#bridged.get(channel.source) ?? [];
      return room.filter((other) => other !== channel).map((other) => ({ channel: other }));
    };
    return defineHook('bridge', { routes });
  }
}

/** What a message is known by, however often it was edited. */
function textOf({ text }: { readonly text?: unknown }): string {
  return unedited(String(text));
}
