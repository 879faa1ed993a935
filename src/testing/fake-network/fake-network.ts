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
  /** When it was taken, in milliseconds since 1970. */
  readonly at: number;
  /** How often it was edited. */
  readonly edits: number;
  readonly deleted: boolean;
}

/** What becomes of a message on a {@link FakeNetwork}; `message` is as it is then. */
export type FakeChange = { readonly message: FakeMessage; readonly nick: string; readonly account?: string } & (
  | { readonly type: 'edit' }
  | { readonly type: 'delete' }
  | { readonly type: 'reaction'; readonly emoji: string; readonly removed: boolean }
);

/** What a connection is told. */
export interface FakeConnection {
  readonly account: string;
  /** A message was taken: to be brought to this connection. */
  take(message: FakeMessage): void;
  /** A message was edited, deleted or reacted to: to be told to this connection. */
  change(change: FakeChange): void;
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
  /** Where each message is in the list. */
  readonly #places = new Map<string, number>();
  /** The places of each room's messages. */
  readonly #rooms = new Map<string, number[]>();
  /** Who has reacted, by message and emoji. */
  readonly #reactions = new Map<string, Set<string>>();
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
  post(message: Omit<FakeMessage, 'id' | 'at' | 'edits' | 'deleted'>): string {
    const known = message.key === undefined ? undefined : this.#keys?.get(`${message.room} ${message.key}`);
    if (known !== undefined) return known;
    const id = this.#add(message);
    if (message.key !== undefined) this.#keys?.set(`${message.room} ${message.key}`, id);
    return id;
  }

  /** Gives a message another text; undefined where there is no such message. */
  edit(id: string, nick: string, text: string, account?: string): FakeMessage | undefined {
    const message = this.find(id);
    if (message === undefined || message.deleted) return undefined;
    const edited = this.#replace({ ...message, text, edits: message.edits + 1 });
    this.#tell({ type: 'edit', message: edited, nick, ...(account !== undefined && { account }) });
    return edited;
  }

  /** Takes a message away; undefined where there is none, or none any more. */
  remove(id: string, nick: string, account?: string): FakeMessage | undefined {
    const message = this.find(id);
    if (message === undefined || message.deleted) return undefined;
    const removed = this.#replace({ ...message, deleted: true });
    this.#tell({ type: 'delete', message: removed, nick, ...(account !== undefined && { account }) });
    return removed;
  }

  /** Has somebody react to a message, or take that back; undefined where there is no such message. */
  react(id: string, nick: string, emoji: string, on: boolean, account?: string): FakeMessage | undefined {
    const message = this.find(id);
    if (message === undefined || message.deleted) return undefined;
    const names = this.#reacted(id, emoji);
    if (names.has(nick) === on) return message;
    if (on) names.add(nick);
    else names.delete(nick);
    this.#tell({ type: 'reaction', message, nick, emoji, removed: !on, ...(account !== undefined && { account }) });
    return message;
  }

  /** Who has reacted to a message with that emoji. */
  reactions(id: string, emoji: string): string[] {
    return [...this.#reacted(id, emoji)];
  }

  find(id: string): FakeMessage | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.messages[place];
  }

  /** What stands in a room, in order. */
  texts(room: string): string[] {
    return this.history(room, {}).map(({ text }) => text);
  }

  /** What stands in a room, in order: with `after` the first ones behind that message, else the last ones. */
  history(
    room: string,
    query: { readonly before?: string; readonly after?: string; readonly limit?: number },
  ): FakeMessage[] {
    const { limit = Number.POSITIVE_INFINITY } = query;
    const first = query.after === undefined ? -1 : (this.#places.get(query.after) ?? -1);
    const end = query.before === undefined ? Number.POSITIVE_INFINITY : (this.#places.get(query.before) ?? -1);
    const found: FakeMessage[] = [];
    // From the newest on: what is asked for is mostly the end of a long list.
    for (const place of (this.#rooms.get(room) ?? []).toReversed()) {
      if (place <= first) break;
      const message = this.messages[place] as FakeMessage;
      if (place < end && !message.deleted) found.push(message);
      if (query.after === undefined && found.length >= limit) break;
    }
    return found.reverse().slice(0, limit);
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

  #reacted(id: string, emoji: string): Set<string> {
    const name = `${id} ${emoji}`;
    let names = this.#reactions.get(name);
    if (names === undefined) {
      names = new Set();
      this.#reactions.set(name, names);
    }
    return names;
  }

  #replace(message: FakeMessage): FakeMessage {
    this.messages[this.#places.get(message.id) as number] = message;
    return message;
  }

  #tell(change: FakeChange): void {
    for (const connection of this.#connections) connection.change(change);
  }

  #add(message: Omit<FakeMessage, 'id' | 'at' | 'edits' | 'deleted'>): string {
    this.#count += 1;
    const taken = { ...message, id: `${this.name}${this.#count}`, at: this.clock.now(), edits: 0, deleted: false };
    const place = this.messages.push(taken) - 1;
    this.#places.set(taken.id, place);
    const room = this.#rooms.get(taken.room);
    if (room === undefined) this.#rooms.set(taken.room, [place]);
    else room.push(place);
    this.onTaken?.(taken);
    for (const connection of this.#connections) connection.take(taken);
    return taken.id;
  }
}
