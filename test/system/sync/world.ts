import { type Channel, type ChatEvent, Host, type HostOptions, silentLogger } from 'tieline';
import { type MemoryConfig, MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { vi } from 'vitest';

type Poorer = NonNullable<MemoryConfig['capabilities']>;

/** A network that cannot show other authors: who wrote what is seen in the text. */
export const plain: Poorer = { impersonate: false };

/** How a world is made, beside its networks. */
interface WorldOptions extends HostOptions {
  /** Networks of an earlier world. */
  readonly networks?: readonly MemoryNetwork[];
}

/** A host with an account on each of some memory networks, and a room on each. */
export class World implements AsyncDisposable {
  readonly host: Host;
  readonly networks: readonly MemoryNetwork[];
  readonly plugs: readonly MemoryPlug[];
  /** Every event that came out of the hooks. */
  readonly events: ChatEvent[] = [];

  /** Networks `a`, `b`, `c`, …: as many as there are capabilities; each is what a memory network can do, but for those. */
  constructor(capabilities: readonly Poorer[], { networks, ...options }: WorldOptions = {}) {
    this.host = new Host({ logger: silentLogger, ...options });
    this.networks = networks ?? capabilities.map((_, index) => new MemoryNetwork('abcdefgh'[index] ?? '?'));
    this.plugs = this.networks.map((network, index) => {
      const plug = new MemoryPlug(network.name, {
        network,
        account: 'bridge',
        capabilities: capabilities[index] ?? {},
      });
      return this.host.addPlug(plug);
    });
    this.host.events.subscribe((event) => this.events.push(event));
  }

  network(index: number): MemoryNetwork {
    const network = this.networks[index];
    if (network === undefined) throw new Error(`there is no network ${index}`);
    return network;
  }

  channel(index: number, source = 'room'): Channel {
    const plug = this.plugs[index];
    if (plug === undefined) throw new Error(`there is no plug ${index}`);
    return plug.channel(source);
  }

  /** The room of every network. */
  rooms(): Channel[] {
    return this.plugs.map((plug) => plug.channel('room'));
  }

  texts(index: number, source = 'room'): readonly string[] {
    return this.network(index).texts(source);
  }

  /** The id of the message with that text. */
  id(index: number, text: string): string {
    const found = this.network(index)
      .messages('room')
      .find(({ content }) => String(content.text) === text);
    if (found === undefined) throw new Error(`nobody said ${text} on network ${index}`);
    return found.id;
  }

  /** Waits until all that was queued and posted is through, by closing the host. */
  async settle(): Promise<void> {
    await this.host.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.host.close();
  }
}

/** Waits until a condition holds. */
export async function until(condition: () => unknown, timeout = 30_000): Promise<void> {
  await vi.waitFor(
    () => {
      if (!condition()) throw new Error(`still waiting for ${condition}`);
    },
    { interval: 1, timeout },
  );
}
