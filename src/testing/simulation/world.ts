import { channelRef, messageRef, refKey } from '../../model/refs.ts';
import { memoryStore } from '../../store/memory.ts';
import type { OutboxRow } from '../../store/records.ts';
import { FakeClock } from '../fake-clock.ts';
import { FakeNetwork } from '../fake-network/fake-network.ts';
import { SeededRandom } from '../seeded-random.ts';
import { nameOfRow, placeOfRow, post, type Speech, send } from './callers.ts';
import { Changes } from './checkers/changes.ts';
import { Doubled } from './checkers/doubled.ts';
import { InOrder } from './checkers/in-order.ts';
import { NoLoops } from './checkers/no-loops.ts';
import { NoLoss } from './checkers/no-loss.ts';
import { OutInOrder } from './checkers/out-in-order.ts';
import { ReceiptFirst } from './checkers/receipt-first.ts';
import { Stranger } from './checkers/stranger.ts';
import type { CrashingStore, SimulatedFaults, SimulatedNetwork, SimulationOptions } from './options.ts';
import { SimulatedProcess } from './simulated-process.ts';
import { SlowStore } from './slow-store.ts';
import type { Places, Step } from './steps.ts';
import {
  type Checker,
  placed,
  type Standing,
  Trace,
  type TraceFacts,
  type TraceKind,
  unedited,
  Violation,
} from './trace.ts';

const CALM = 'calm';
const EMOJI = '👍';
const HOUR = 3_600_000;
/** A message waits for the commit under way and for its own; each takes its time before and after writing. */
const COMMITS_WAITED_FOR = 6;

/** Everything there is: networks, a store, and one process after another. */
export class World {
  readonly clock: FakeClock;
  readonly trace: Trace;
  readonly startedAt: number;
  crashes = 0;
  readonly #options: SimulationOptions;
  readonly #faults: SimulatedFaults;
  readonly #checkers: readonly Checker[];
  readonly #networks = new Map<string, { readonly network: FakeNetwork; readonly options: SimulatedNetwork }>();
  readonly #places: Places;
  /** What others have said, by its number. */
  readonly #said = new Map<number, { readonly network: string; readonly room: string; readonly id: string }>();
  /** The ids under which the networks have what we sent, by place and text. */
  readonly #taken = new Map<string, readonly string[]>();
  #store: CrashingStore;
  #process: SimulatedProcess | undefined;
  #processes = 0;

  constructor(
    options: SimulationOptions,
    networks: readonly SimulatedNetwork[],
    places: Places,
    faults: SimulatedFaults,
    storeMs: number,
  ) {
    this.#options = options;
    this.#faults = faults;
    this.#places = places;
    this.clock = new FakeClock({ seed: options.seed });
    this.startedAt = this.clock.now();
    const pipelines = new Map(networks.map(({ name, capabilities }) => [name, capabilities?.pipeline ?? 1]));
    const historians = networks.filter(({ capabilities }) => capabilities?.history).map(({ name }) => name);
    const { reorder = 0, earlyEcho = 0, lateEcho = 0 } = faults;
    const inOrder = reorder + earlyEcho + lateEcho === 0;
    // Told first: the others ask it.
    const doubled = new Doubled();
    this.#checkers = [
      doubled,
      new InOrder(historians),
      new ReceiptFirst(),
      new OutInOrder(pipelines, doubled),
      new Stranger(CALM, storeMs * COMMITS_WAITED_FOR),
      // Where what is newer may come first, nobody knows what is missing.
      new NoLoss(places.networks, inOrder ? historians : [], doubled),
      new Changes(places.networks),
      new NoLoops(doubled),
    ];
    this.trace = new Trace(this.#checkers);
    for (const [index, one] of [...networks, { name: CALM }].entries()) this.#addNetwork(one, index);
    this.#store = options.store?.(this.clock) ?? this.#drawStore(storeMs);
  }

  /** Starts the first process. */
  async begin(): Promise<void> {
    await this.#open();
  }

  /** Does a step, and lets as much time pass as it says. */
  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'say':
        this.#say(speech(step));
        break;
      case 'send':
        this.#send(step, step.depth);
        break;
      case 'post':
        post(this.#process as SimulatedProcess, speech(step), step.policy);
        break;
      case 'edit':
      case 'delete':
      case 'react':
        this.#change(step);
        break;
      case 'outage':
        this.#outage(step.network, step.forMs);
        break;
      case 'restart':
        await this.#restart(step);
        break;
      case 'crash':
        await this.#crash(step);
        break;
    }
    await this.clock.advance(step.waitMs);
    if (this.trace.violation !== undefined) throw this.trace.violation;
  }

  /** Mends everything, lets all come to rest, and looks whether anything is missing. */
  async end(): Promise<void> {
    for (const { network } of this.#networks.values()) {
      network.faults = {};
      network.heal();
    }
    const process = this.#process as SimulatedProcess;
    const { outbox } = process.host;
    const isQuiet = (): boolean =>
      outbox.counts.pending + outbox.counts.sending === 0 &&
      [...process.plugs.values()].every(({ state }) => state === 'connected');
    const quiet = await this.clock.runUntil(isQuiet, 24 * HOUR);
    await this.clock.advance(HOUR);
    if (this.trace.violation !== undefined) throw this.trace.violation;
    if (!quiet || !isQuiet())
      throw new Violation('8: outages pass', `no rest after a day: ${JSON.stringify(outbox.counts)}`);
    const rows = await this.clock.wait(outbox.list({ state: ['dead', 'uncertain'], limit: 100_000 }));
    await this.clock.wait(process.host.close());
    await this.clock.settle();
    if (this.clock.timers > 0) throw new Violation('6: bounded', `${this.clock.timers} timers are left after close()`);
    const standing = this.#standing(rows);
    for (const checker of this.#checkers) checker.end?.(standing);
    if (this.trace.violation !== undefined) throw this.trace.violation;
  }

  #standing(rows: readonly OutboxRow[]): Standing {
    // A change that has no text is told by the message that it was to change.
    const families = new Map<string, string>();
    for (const [number, { network, room, id }] of this.#said) {
      const ref = messageRef(channelRef(`fake:${network}:${network}`, room), id);
      families.set(refKey(ref), String(number));
    }
    const given = rows.map((row) => nameOfRow(row) ?? placed(placeOfRow(row), families.get(row.family ?? '') ?? ''));
    return { given: new Set(given), ours: (place, text) => this.#ours(place, text) };
  }

  #ours(place: string, text: string): ReturnType<Standing['ours']> {
    const [name = '', room] = place.split('/');
    const network = this.#networks.get(name)?.network;
    return (this.#taken.get(placed(place, text)) ?? []).flatMap((id) => {
      const message = network?.find(id);
      if (message === undefined || message.room !== room) return [];
      const reacted = network?.reactions(id, EMOJI).includes(name) ?? false;
      return [{ text: message.text, deleted: message.deleted, reacted }];
    });
  }

  #drawStore(mostMs: number): CrashingStore {
    const store = memoryStore({ lasting: true });
    return mostMs === 0 ? store : new SlowStore(store, this.clock, mostMs);
  }

  #addNetwork(options: SimulatedNetwork, index: number): void {
    const { name, capabilities } = options;
    const faults = name === CALM ? {} : this.#faults;
    const keys = capabilities?.idempotency === 'key';
    const network = new FakeNetwork({ name, clock: this.clock, seed: this.#options.seed + index * 101, faults, keys });
    network.onTaken = ({ room, text, id, key, account }) => {
      if (account === undefined) return;
      const place = `${name}/${room}`;
      const number = unedited(text);
      this.#taken.set(placed(place, number), [...(this.#taken.get(placed(place, number)) ?? []), id]);
      this.#note('taken', place, number, { id, key });
    };
    this.#networks.set(name, { network, options });
  }

  async #open(): Promise<void> {
    this.#processes += 1;
    this.#process = new SimulatedProcess({
      number: this.#processes,
      clock: this.clock,
      startedAt: this.startedAt,
      trace: this.trace,
      store: this.#store,
      networks: this.#networks,
      rooms: this.#places.rooms,
      calm: CALM,
      hooks: this.#options.hooks,
      hookThrows: this.#faults.hookThrows ?? 0,
      seed: this.#options.seed,
    });
    this.#note('opens', '', '');
    this.#process.host.open().catch(() => undefined);
    // Not until all is connected: what happens meanwhile is part of it.
    await this.clock.advance(new SeededRandom(this.#options.seed + this.#processes).below(20));
  }

  async #restart(step: Step & { readonly kind: 'restart' }): Promise<void> {
    const process = this.#process as SimulatedProcess;
    this.#note('closes', '', '');
    await this.clock.wait(process.host.close());
    process.die();
    await this.#down(step);
    this.#store = this.#store.crash();
    await this.#open();
  }

  /** The time between two processes. */
  async #down({ downMs, meanwhile, number }: Step & { readonly kind: 'restart' | 'crash' }): Promise<void> {
    await this.clock.advance(downMs / 2);
    if (meanwhile !== undefined) this.#say({ ...meanwhile, text: String(number) });
    await this.clock.advance(downMs / 2);
  }

  async #crash(step: Step & { readonly kind: 'crash' }): Promise<void> {
    const { callbacks, microtasks } = step;
    this.crashes += 1;
    const process = this.#process as SimulatedProcess;
    const die = async (): Promise<void> => {
      for (let index = 0; index < microtasks; index += 1) await undefined;
      if (process.clock.dead) return;
      process.die();
      this.#store = this.#store.crash();
    };
    process.clock.dieAfter(callbacks, () => void die());
    await this.clock.runUntil(() => process.clock.dead, 2000);
    if (!process.clock.dead) await die();
    await this.#down(step);
    await this.#open();
  }

  #say({ network, room, text }: Speech): void {
    this.#note('said', `${network}/${room}`, text);
    const id = this.#networks.get(network)?.network.say(room, 'ann', text);
    if (id !== undefined) this.#said.set(Number(text), { network, room, id });
  }

  /** Somebody changes what somebody said. */
  #change(step: Step & { readonly kind: 'edit' | 'delete' | 'react' }): void {
    const said = this.#said.get(step.of);
    const network = said && this.#networks.get(said.network)?.network;
    if (said === undefined || said.network === CALM || network === undefined) return;
    if (step.kind === 'edit') network.edit(said.id, 'ann', `${step.of}~${step.number}`);
    else if (step.kind === 'react') network.react(said.id, 'ann', EMOJI, step.on);
    else {
      if (!network.find(said.id)?.deleted) this.#note('retracted', `${said.network}/${said.room}`, String(step.of));
      network.remove(said.id, 'ann');
    }
  }

  #send(step: Step & { readonly kind: 'send' }, depth: number): void {
    const process = this.#process as SimulatedProcess;
    // While it connects, even a calm network has to be waited for.
    if (step.network === CALM && process.plugs.get(CALM)?.state !== 'connected') return;
    send(process, speech(step), depth);
  }

  #outage(name: string, forMs: number): void {
    const { network } = this.#networks.get(name) as { readonly network: FakeNetwork };
    if (network.severed) return;
    this.#note('outage', name, '');
    network.sever();
    this.clock.after(forMs, () => {
      this.#note('return', name, '');
      network.heal();
    });
  }

  #note(kind: TraceKind, place: string, text: string, facts?: TraceFacts): void {
    this.trace.note(this.clock.now() - this.startedAt, kind, this.#processes, place, text, facts);
  }
}

function speech({ network, room, number }: Step & { readonly network: string; readonly room: string }): Speech {
  return { network, room, text: String(number) };
}
