import type { Clock } from '../../lifecycle/clock.ts';
import { SeededRandom } from '../seeded-random.ts';
import type { Faults } from './faults.ts';

/** One message on a {@link FakeNetwork}. */
export interface FakeMessage {
  readonly id: string;
  readonly room: string;
  readonly text: string;
  readonly nick: string;
  /** Whose message it is, where an account of ours sent it. */
  readonly account?: string;
  /** The idempotency key it was sent with. */
  readonly key?: string;
}

/** What a connection is told. */
export interface FakeConnection {
  readonly account: string;
  /** A message was taken: to be brought to this connection. */
  take(message: FakeMessage): void;
  cut(): void;
}

/** How a {@link FakeNetwork} is set up. */
export interface FakeNetworkOptions {
  readonly name: string;
  readonly clock: Clock;
  /** What its luck comes from. Default 1. */
  readonly seed?: number;
  readonly faults?: Faults;
  /** Whether a message with a key that came before is the same message. Default false. */
  readonly keys?: boolean;
}

/** A network that lives in virtual time and does everything wrong that networks do, and does it again with the same seed. */
export class FakeNetwork {
  readonly name: string;
  readonly clock: Clock;
  /** What goes wrong now; set it to `{}` for a network that works. */
  faults: Faults;
  /** Every message, in the order in which the network took them. */
  readonly messages: FakeMessage[] = [];
  /** Told of every message that the network takes. */
  onTaken: ((message: FakeMessage) => void) | undefined;
  readonly #seed: number;
  readonly #counts = new Map<string, number>();
  readonly #keys: Map<string, string> | undefined;
  readonly #connections = new Set<FakeConnection>();
  #severed = false;
  #count = 0;

  constructor(options: FakeNetworkOptions) {
    this.name = options.name;
    this.clock = options.clock;
    this.#seed = options.seed ?? 1;
    this.faults = options.faults ?? {};
    this.#keys = options.keys ? new Map() : undefined;
  }

  /** Somebody says something; gives the id of the message. */
  say(room: string, nick: string, text: string): string {
    return this.#add({ room, nick, text });
  }

  /** Takes a message of an account; gives its id. */
  post(message: Omit<FakeMessage, 'id'>): string {
    const known = message.key === undefined ? undefined : this.#keys?.get(`${message.room} ${message.key}`);
    if (known !== undefined) return known;
    const id = this.#add(message);
    if (message.key !== undefined) this.#keys?.set(`${message.room} ${message.key}`, id);
    return id;
  }

  /** What was said in a room, in order. */
  texts(room: string): string[] {
    return this.messages.filter((message) => message.room === room).map(({ text }) => text);
  }

  /** The luck of the next thing of that name. */
  luck(name: string): SeededRandom {
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    return SeededRandom.of(this.#seed, `${this.name} ${name} ${count}`);
  }

  /** Whether nobody can connect. */
  get severed(): boolean {
    return this.#severed;
  }

  /** Cuts every connection, and lets nobody in until {@link heal}. */
  sever(): void {
    this.#severed = true;
    this.cut();
  }

  /** Lets everybody in again. */
  heal(): void {
    this.#severed = false;
  }

  /** Cuts every connection. */
  cut(): void {
    const connections = [...this.#connections];
    this.#connections.clear();
    for (const connection of connections) connection.cut();
  }

  attach(connection: FakeConnection): void {
    this.#connections.add(connection);
  }

  detach(connection: FakeConnection): void {
    this.#connections.delete(connection);
  }

  #add(message: Omit<FakeMessage, 'id'>): string {
    this.#count += 1;
    const taken = { ...message, id: `${this.name}${this.#count}` };
    this.messages.push(taken);
    this.onTaken?.(taken);
    for (const connection of this.#connections) connection.take(taken);
    return taken.id;
  }
}
