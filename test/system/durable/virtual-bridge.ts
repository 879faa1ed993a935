import { SyncHook } from '../../../hooks/sync/index.ts';
import { Host, silentLogger } from '../../../src/index.ts';
import type { CrashingStore, FakeClock, SeededRandom } from '../../../src/testing/index.ts';
import { ProcessClock } from '../../../src/testing/simulation/process-clock.ts';
import type { LineNetwork } from './line-network.ts';
import { LinePlug } from './line-plug.ts';
import { dialVirtually } from './virtual-line.ts';

/** One process of a bridge, as far as it can be told from within this one: it can die at any callback of its clock. */
export class VirtualBridge {
  readonly host: Host;
  readonly #clock: FakeClock;
  readonly #own: ProcessClock;
  readonly #store: CrashingStore;

  constructor(store: CrashingStore, networks: readonly LineNetwork[], clock: FakeClock, luck: SeededRandom) {
    this.#clock = clock;
    this.#own = new ProcessClock(clock);
    this.#store = store;
    this.host = new Host({ store, clock: this.#own, logger: silentLogger });
    const plugs = networks.map((network) =>
      this.host.addPlug(new LinePlug({ kind: network.kind, dial: dialVirtually(network, clock, luck, this.#own) })),
    );
    this.host.addHook(new SyncHook('bridge', { channels: { room: plugs.map((plug) => plug.room) } }));
    this.host.open().catch(() => undefined);
  }

  /** Dies within one of the callbacks that come next, after some promise callbacks; gives the store that it leaves behind. */
  async kill(callbacks: number, microtasks: number): Promise<CrashingStore> {
    let left: CrashingStore | undefined;
    const die = (): CrashingStore => {
      this.#own.die();
      left ??= this.#store.crash();
      return left;
    };
    const dieSoon = async (): Promise<void> => {
      for (let index = 0; index < microtasks; index += 1) await undefined;
      die();
    };
    this.#own.dieAfter(callbacks, () => void dieSoon());
    // It may have nothing left to do.
    await this.#clock.runUntil(() => this.#own.dead, 1000);
    return die();
  }
}
