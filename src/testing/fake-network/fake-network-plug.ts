import { NotConnectedError, PlugError, RateLimitedError } from '../../errors.ts';
import type { Capabilities } from '../../model/capabilities.ts';
import type { Message } from '../../model/message.ts';
import { userRef } from '../../model/refs.ts';
import type { PutOptions } from '../../plug/delivery.ts';
import { type Channel, Plug } from '../../plug/plug.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { FakeConnection, FakeMessage, FakeNetwork } from './fake-network.ts';
import { Stream } from './stream.ts';

/** How a {@link FakeNetworkPlug} is set up. */
export interface FakeNetworkConfig {
  readonly network: FakeNetwork;
  /** Changes to what the network can do. */
  readonly capabilities?: Partial<Capabilities>;
}

const capabilities: Capabilities = {
  text: { unit: 'utf16', marks: [] },
  impersonate: true,
  echo: 'network',
  idempotency: 'none',
};

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
    const luck = this.#network.luck(`event ${message.room} ${message.text}`);
    this.#stream?.send(this.#network.faults, luck, () => this.#arrive(message, own));
  }

  protected override async put(channel: Channel, message: Message, options: PutOptions): Promise<string> {
    const { faults } = this.#network;
    const luck = this.#network.luck(`put ${channel.source} ${String(message.text)}`);
    this.#check();
    this.#refuse(luck);
    const sent = {
      room: channel.source,
      text: String(message.text ?? ''),
      nick: options.as?.nick ?? this.account,
      account: this.account,
      key: options.key,
    };
    await this.#delay(luck);
    this.#check();
    const lost = luck.chance(faults.loseRequest ?? 0);
    const hangs = luck.chance(faults.hang ?? 0);
    const id = lost || (hangs && luck.chance(0.5)) ? undefined : this.#network.post(sent);
    if (luck.chance(faults.disconnect ?? 0)) this.#network.cut();
    if (hangs) return await new Promise<never>(() => undefined);
    await this.#delay(luck);
    if (id !== undefined && !luck.chance(faults.loseResponse ?? 0)) return id;
    throw new PlugError(`${this.name}: there was no answer`, { retryable: true, certain: false });
  }

  #arrive({ id, room, text, nick, key }: FakeMessage, own: boolean): void {
    const user = own ? { id: this.account, nick } : { id: nick, nick };
    const brings = own && key !== undefined && this.capabilities.idempotency === 'echo';
    void this.queue({ type: 'message', channel: this.channel(room), id, text, user, ...(brings && { key }) });
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
