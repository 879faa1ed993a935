import { NotConnectedError } from '../../errors.ts';
import { defineHook } from '../../hook/hook.ts';
import { Host } from '../../host/host.ts';
import type { Awaitable } from '../../lifecycle/awaitable.ts';
import { type Clock, systemClock } from '../../lifecycle/clock.ts';
import type { Logger } from '../../lifecycle/logger.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { PlugInside } from '../../plug/facets.ts';
import type { Channel, ChatEvent, MessageEvent, Plug } from '../../plug/plug.ts';
import { settled, waitUntil } from '../wait-until.ts';
import type { PlugContractOptions, PlugPeer, SeenMessage } from './options.ts';

type Options = Pick<PlugContractOptions<Plug>, 'create' | 'peer' | 'patienceMs' | 'clock'>;

/** How many of the newest warnings are told. */
const CLUES = 5;

/** One plug under test, in a host of its own, with somebody on the other side. */
export class Bench {
  readonly plug: Plug;
  readonly peer: PlugPeer;
  readonly host: Host;
  readonly clock: Clock;
  /** How long anything may take, in milliseconds. */
  readonly patienceMs: number;
  /** Every event that reached a hook, in order. */
  readonly events: ChatEvent[] = [];
  /** What the host warned of. */
  readonly warnings: string[] = [];
  /** Called with every event, before it is kept. */
  onEvent: ((event: ChatEvent) => void) | undefined;
  readonly options: Options;

  constructor(options: Options, plug: Plug, peer: PlugPeer) {
    const { patienceMs = 15_000, clock = systemClock } = options;
    this.options = options;
    this.plug = plug;
    this.peer = peer;
    this.clock = clock;
    this.patienceMs = patienceMs;
    // The host is more patient than the test, but for closing: a test ends with it.
    const limits = { openTimeoutMs: patienceMs * 10, closeTimeoutMs: patienceMs / 2, sendTimeoutMs: patienceMs * 10 };
    this.host = new Host({ clock, logger: this.#logger(), ...limits });
    this.host.addHook(defineHook('bench', { onReceive: (event) => this.#take(event) }));
  }

  static async create(options: Options): Promise<Bench> {
    const plug = await options.create();
    return new Bench(options, plug, await options.peer(plug));
  }

  get channel(): Channel {
    return this.peer.channel;
  }

  /** What the plug's author wrote, without its protection. */
  get inside(): PlugInside<Channel> {
    return this.plug as unknown as PlugInside<Channel>;
  }

  /** Opens the host and waits for the connection. */
  async open(): Promise<void> {
    if (this.host.plug(this.plug.name) === undefined) this.host.addPlug(this.plug);
    await this.within(this.host.open(), 'start() to end, so that the host is open');
    await this.until(() => this.plug.state === 'connected', 'the plug to connect');
  }

  /** Closes the host, and has the peer go. */
  async dispose(): Promise<void> {
    try {
      await this.host.close();
    } finally {
      await this.peer.close();
    }
  }

  /** A word that nobody has said before. */
  word(): string {
    count += 1;
    return run + count.toString(36).padStart(5, '0');
  }

  words(length: number): string[] {
    return Array.from({ length }, () => this.word());
  }

  /** So many messages, or as many as the network's declared rate lets through in a reasonable time. */
  count(wanted: number): number {
    const { rate } = this.plug.capabilities;
    if (rate === undefined) return wanted;
    const allowed = (rate.burst ?? rate.count) + (rate.count * this.patienceMs) / rate.perMs / 3;
    return Math.max(2, Math.min(wanted, Math.floor(allowed)));
  }

  until(condition: () => Awaitable<unknown>, what: string): Promise<void> {
    return waitUntil(condition, what, this.patienceMs, this.#clues);
  }

  within<T>(promise: PromiseLike<T>, what: string): Promise<T> {
    return settled(promise, what, this.patienceMs, this.#clues);
  }

  /** Asks the network; again, where the peer had cut the connection and so nothing was asked. */
  async ask<T>(call: () => PromiseLike<T>, what: string): Promise<T> {
    for (;;) {
      try {
        return await this.within(call(), what);
      } catch (error) {
        if (!this.peer.drops || !(error instanceof NotConnectedError)) throw error;
        await this.until(() => this.plug.state === 'connected', 'the plug to connect again');
      }
    }
  }

  /** Sends to the channel, and does not wait for ever. */
  send(message: Parameters<Channel['send']>[0]): Promise<Receipt> {
    return this.within(this.channel.send(message), 'a message to be sent');
  }

  /** The messages that reached a hook and whose text holds one of the words, in order. */
  heard(...words: readonly string[]): MessageEvent[] {
    return this.events.filter(
      (event): event is MessageEvent =>
        event.type === 'message' && words.some((word) => String(event.text ?? '').includes(word)),
    );
  }

  /** What {@link heard} gives, as text alone. */
  heardTexts(...words: readonly string[]): string[] {
    return this.heard(...words).map(({ text }) => String(text ?? '').trim());
  }

  /** Waits until a message with that word reaches a hook. */
  async hear(word: string): Promise<MessageEvent> {
    await this.until(() => this.heard(word).length > 0, `"${word}" to reach a hook`);
    return this.heard(word)[0] as MessageEvent;
  }

  /** What the peer sees of what holds one of the words. */
  async seen(...words: readonly string[]): Promise<readonly SeenMessage[]> {
    return (await this.peer.seen()).filter(({ text }) => words.some((word) => text.includes(word)));
  }

  /** What {@link seen} gives, as text alone. */
  async seenTexts(...words: readonly string[]): Promise<readonly string[]> {
    return (await this.seen(...words)).map(({ text }) => text.trim());
  }

  /** Waits until the peer sees a message with that word. */
  async see(word: string): Promise<SeenMessage> {
    let found: SeenMessage | undefined;
    const look = async (): Promise<boolean> => {
      [found] = await this.seen(word);
      return found !== undefined;
    };
    await this.until(look, `"${word}" to be seen by the peer, since the plug said that it is done`);
    return found as SeenMessage;
  }

  /** Waits until everything that is under way in the channel is through: something said after it has come in. */
  async settle(): Promise<void> {
    if (this.plug.capabilities.receive === false) return;
    const word = this.word();
    await this.peer.say('marker', word);
    await this.hear(word);
  }

  /** What the author of the plug has to know where something did not happen: the cause was told to the log alone. */
  readonly #clues = (): string => {
    const warned = [...new Set(this.warnings)].slice(-CLUES).map((warning) => `\n  the host warned: ${warning}`);
    return `; the plug is ${this.plug.state}${warned.join('')}`;
  };

  #take(event: ChatEvent): void {
    this.onEvent?.(event);
    this.events.push(event);
  }

  #logger(): Logger {
    const ignore = (): void => undefined;
    const keep = (fields: { readonly error?: unknown }, message: string): void =>
      void this.warnings.push(fields.error === undefined ? message : `${message}: ${String(fields.error)}`);
    return { debug: ignore, info: ignore, warn: keep, error: keep };
  }
}

/** Tells this run from earlier ones in the same channel. */
const run = `w${Math.floor(systemClock.random() * 36 ** 4).toString(36)}x`;
let count = 0;

/** One test of the contract: gets a plug that is connected, or with `opened: false` one that is in no host yet. */
export type PlugTest = (bench: Bench) => Promise<void>;

/** Some tests of the contract, by title. */
export type PlugTests = Readonly<Record<string, PlugTest | { readonly opened: false; readonly test: PlugTest }>>;

/** Whether the plug can be heard from and written to: what cannot be is not tested. */
export function receives({ plug }: Bench): boolean {
  return plug.capabilities.receive !== false;
}

/** Whether anything can be sent. */
export function sends({ plug }: Bench): boolean {
  return plug.capabilities.send !== false;
}
