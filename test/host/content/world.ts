import { type Channel, type ChatEvent, Host, type HostOptions, silentLogger } from 'tieline';
import { type MemoryConfig, MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { FakeClock } from 'tieline/testing';

/** What a memory network is made to lack, or to have otherwise. */
export type Poorer = NonNullable<MemoryConfig['capabilities']>;

/** A network of plain characters: no files, other authors, answers, edits, deletions or reactions. */
export const bare: Poorer = {
  text: { unit: 'utf16', marks: [] },
  attachments: undefined,
  impersonate: false,
  reply: false,
  edit: undefined,
  delete: undefined,
  reaction: undefined,
};

/** A host in a time of its own, with an account and a room on each of some memory networks: `a`, `b`, `c`, … */
export class World {
  readonly clock: FakeClock;
  readonly networks: readonly MemoryNetwork[];
  readonly host: Host;
  readonly plugs: readonly MemoryPlug[];
  /** Every event that came out of the hooks. */
  readonly events: ChatEvent[] = [];

  /** With `before`, on the networks of an earlier world; its time stands still from now on, and with it what it has left. */
  constructor(capabilities: readonly Poorer[], options: HostOptions = {}, before?: World) {
    this.clock = new FakeClock(before && { startMs: before.clock.now() });
    this.networks = before?.networks ?? capabilities.map((_, index) => new MemoryNetwork('abcdefgh'[index] ?? '?'));
    this.host = new Host({ logger: silentLogger, clock: this.clock, ...options });
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

  /** What is left of a process that ended without a word: its connections are gone, and its time stands still. */
  die(): void {
    for (const network of this.networks) {
      network.cut();
      network.mend();
    }
  }

  async open(): Promise<void> {
    await this.clock.wait(this.host.open());
    await this.clock.settle();
  }

  async close(): Promise<void> {
    await this.clock.wait(this.host.close());
  }

  network(index: number): MemoryNetwork {
    return at(this.networks, index);
  }

  channel(index: number, source = 'room'): Channel {
    return at(this.plugs, index).channel(source);
  }

  /** The room of every network. */
  rooms(): Channel[] {
    return this.plugs.map((plug) => plug.channel('room'));
  }

  /** Somebody says something on a network, and it is carried. Gives its id. */
  async say(index: number, nick: string, message: Parameters<MemoryNetwork['say']>[2]): Promise<string> {
    const id = this.network(index).say('room', nick, message);
    await this.clock.settle();
    return id;
  }

  texts(index: number): readonly string[] {
    return this.network(index).texts('room');
  }

  /** The id of the message with that text. */
  id(index: number, text: string): string {
    const found = this.network(index)
      .messages('room')
      .find(({ content }) => String(content.text) === text);
    if (found === undefined)
      throw new Error(`nobody said ${text} on network ${index}: ${this.texts(index).join(' | ')}`);
    return found.id;
  }
}

function at<T>(list: readonly T[], index: number): T {
  const one = list[index];
  if (one === undefined) throw new Error(`there is no network ${index}`);
  return one;
}
