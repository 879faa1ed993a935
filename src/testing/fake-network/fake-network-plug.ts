import { BadReferenceError, NotConnectedError, PlugError, RateLimitedError } from '../../errors.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { Message } from '../../model/message.ts';
import type { MessageRef } from '../../model/refs.ts';
import { userRef } from '../../model/refs.ts';
import type { PutOptions } from '../../plug/delivery.ts';
import type { HistoryQuery } from '../../plug/facets.ts';
import { type Channel, Plug, type QueuedEvent } from '../../plug/plug.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { FakeChange, FakeConnection, FakeMessage, FakeNetwork } from './fake-network.ts';
import { Stream } from './stream.ts';

/** How a {@link FakeNetworkPlug} is set up. */
export interface FakeNetworkConfig {
  readonly network: FakeNetwork;
  /** Changes to what the network can do; it can also `edit`, `delete`, `reaction` and `history`. */
  readonly capabilities?: Partial<Capabilities>;
}

const capabilities: Capabilities = {
  text: { unit: 'utf16', marks: [] },
  impersonate: true,
  echo: 'network',
  idempotency: 'none',
};

/** How late a late echo is at most, in milliseconds. */
const LATE_MS = 10_000;

/** An account on a {@link FakeNetwork}. */
export class FakeNetworkPlug extends Plug<FakeNetworkConfig> implements FakeConnection {
  readonly networkName: string;
  readonly networkId: string;
  readonly account: string;
  readonly capabilities: Capabilities;
  readonly #network: FakeNetwork;
  #stream: Stream | undefined;

  constructor(name: string, config: FakeNetworkConfig) {
    super(name, config);
    this.#network = config.network;
    this.account = name;
    this.networkName = config.network.name;
    this.networkId = `fake:${config.network.name}:${name}`;
    this.capabilities = { ...capabilities, ...config.capabilities };
    this.self = { ...userRef(this.networkId, name), nick: name };
    // A method that is there without its declaration would be refused.
    if (this.capabilities.edit !== undefined) this.putEdit = (ref, message) => this.edit(ref, message);
    if (this.capabilities.delete !== undefined) this.putDelete = (refs) => this.remove(refs);
    if (this.capabilities.reaction !== undefined) this.putReaction = (ref, emoji, on) => this.react(ref, emoji, on);
    if (this.capabilities.history !== undefined) this.getHistory = (channel, query) => this.history(channel, query);
  }

  protected override async start(): Promise<void> {
    const { faults } = this.#network;
    const luck = this.#network.luck('start');
    await this.#delay(luck);
    if (this.#network.severed || luck.chance(faults.failStart ?? 0)) {
      throw new NotConnectedError(`${this.name}: the connection was refused`);
    }
    this.#stream = new Stream(this.#network.clock);
    this.#network.attach(this);
  }

  protected override async stop(): Promise<void> {
    this.#network.detach(this);
    if (this.#stream !== undefined) this.#stream.cut = true;
    this.#stream = undefined;
  }

  cut(): void {
    if (this.#stream !== undefined) this.#stream.cut = true;
    this.#stream = undefined;
    this.status('lost', new NotConnectedError(`${this.name}: the connection was cut`));
  }

  take(message: FakeMessage): void {
    const own = message.account === this.account;
    if (own && this.capabilities.echo === 'none') return;
    const { faults, clock } = this.#network;
    const luck = this.#network.luck(`event ${message.room} ${message.text}`);
    const stream = this.#stream;
    const arrive = (): void => void this.queue(this.#toEvent(message));
    if (own && luck.chance(faults.earlyEcho ?? 0)) return arrive();
    if (!(own && luck.chance(faults.lateEcho ?? 0))) return stream?.send(faults, luck, arrive);
    clock.after(luck.below(LATE_MS), () => {
      if (stream === this.#stream) arrive();
    });
  }

  change(change: FakeChange): void {
    const { id, edits } = change.message;
    const luck = this.#network.luck(`change ${change.type} ${id} ${edits}`);
    this.#stream?.send(this.#network.faults, luck, () => void this.queue(this.#toChange(change)));
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const text = String(message.text ?? '');
    const sent = {
      ...{ room: channel.source, text, nick: options.as?.nick ?? this.account },
      ...{ account: this.account, key: options.key },
    };
    return await this.#request(`put ${channel.source} ${String(message.text)}`, () => this.#network.post(sent));
  }

  /** What `putEdit()` does where it is declared. */
  protected async edit({ id }: MessageRef, message: Message): Promise<void> {
    const text = String(message.text ?? '');
    const edited = await this.#request(
      `put edit ${id} ${text}`,
      () => this.#network.edit(id, this.account, text, this.account) ?? null,
    );
    this.#found(edited, id);
  }

  /** What `putDelete()` does where it is declared. */
  protected async remove(refs: readonly MessageRef[]): Promise<void> {
    for (const { id } of refs) {
      await this.#request(`put delete ${id}`, () => this.#network.remove(id, this.account, this.account) ?? null);
    }
  }

  /** What `putReaction()` does where it is declared. */
  protected async react({ id }: MessageRef, emoji: string, on: boolean): Promise<void> {
    const { account } = this;
    const reacted = await this.#request(
      `put reaction ${id} ${on}`,
      () => this.#network.react(id, account, emoji, on, account) ?? null,
    );
    this.#found(reacted, id);
  }

  /** What `getHistory()` does where it is declared. */
  protected async *history(channel: Channel, { before, after, limit }: HistoryQuery): AsyncIterable<QueuedEvent> {
    const query = {
      ...(before !== undefined && { before: before.id }),
      ...(after !== undefined && { after: after.id }),
      ...(limit !== undefined && { limit }),
    };
    await this.#delay(this.#network.luck(`history ${channel.source}`));
    this.#check();
    for (const message of this.#network.history(channel.source, query)) yield this.#toEvent(message);
  }

  #toEvent(message: FakeMessage): QueuedEvent & { readonly type: 'message' } {
    const { id, room, text, nick, key, account, at } = message;
    const own = account === this.account;
    const user = own ? { id: this.account, nick } : { id: nick, nick };
    const brings = own && key !== undefined && this.capabilities.idempotency === 'echo';
    return { type: 'message', channel: this.channel(room), id, text, user, at: new Date(at), ...(brings && { key }) };
  }

  #toChange(change: FakeChange): QueuedEvent {
    const { nick, account } = change;
    const { id, room, text, edits } = change.message;
    const user = { id: account ?? nick, nick };
    const base = { channel: this.channel(room), id, user };
    if (change.type === 'edit') return { ...base, type: 'edit', text, revision: String(edits) };
    if (change.type === 'delete') return { ...base, type: 'delete' };
    return { ...base, type: 'reaction', emoji: change.emoji, removed: change.removed };
  }

  /** Asks the network for something that may go wrong in every way: null is an answer, too. */
  async #request<T>(name: string, act: () => T): Promise<T> {
    const { faults } = this.#network;
    const luck = this.#network.luck(name);
    this.#check();
    this.#refuse(luck);
    await this.#delay(luck);
    this.#check();
    const lost = luck.chance(faults.loseRequest ?? 0);
    const hangs = luck.chance(faults.hang ?? 0);
    const answer = lost || (hangs && luck.chance(0.5)) ? undefined : act();
    if (luck.chance(faults.disconnect ?? 0)) this.#network.cut();
    if (hangs) return await new Promise<never>(() => undefined);
    await this.#delay(luck);
    if (answer !== undefined && !luck.chance(faults.loseResponse ?? 0)) return answer;
    throw new PlugError(`${this.name}: there was no answer`, { retryable: true, certain: false });
  }

  #found(message: FakeMessage | null, id: string): void {
    if (message === null) throw new BadReferenceError(`${this.name}: there is no message ${id}`);
  }

  #check(): void {
    if (this.#stream === undefined) throw new NotConnectedError(`${this.name}: not connected`);
  }

  #refuse(luck: SeededRandom): void {
    const { faults } = this.#network;
    if (luck.chance(faults.refuse ?? 0)) {
      throw new PlugError(`${this.name}: refused`, { retryable: true, certain: true });
    }
    if (luck.chance(faults.rateLimit ?? 0)) {
      throw new RateLimitedError(`${this.name}: slow down`, { retryAfterMs: 1 + luck.below(5000) });
    }
  }

  /** Takes a while, or no time where the network has no delay. */
  async #delay(luck: SeededRandom): Promise<void> {
    const { faults, clock } = this.#network;
    const ms = luck.below((faults.delayMs ?? 0) + 1);
    if (ms > 0) await new Promise<void>((resolve) => void clock.after(ms, resolve));
  }
}
