import { memoryStore } from '../../../src/index.ts';
import { type CrashingStore, FakeClock, SeededRandom } from '../../../src/testing/index.ts';
import { SlowStore } from '../../../src/testing/simulation/slow-store.ts';
import { faults, losses } from './findings.ts';
import { certain, plain } from './kinds.ts';
import { Ledger } from './ledger.ts';
import { LineNetwork } from './line-network.ts';
import { VirtualBridge } from './virtual-bridge.ts';
import { Writer } from './writer.ts';

const MINUTE = 60_000;

/** A bridge that is killed some times, in virtual time: what is wrong in the end. */
export async function killed(seed: number): Promise<string[]> {
  const random = new SeededRandom(seed);
  const clock = new FakeClock({ seed });
  const soon = (callback: () => void): void => void clock.after(random.below(4), callback);
  const networks = [...certain, plain].map((kind) => new LineNetwork(kind, soon));
  const writers = networks.map((network, index) => new Writer(`w${index}`, network, () => random.next()));
  const ledger = new Ledger();
  const memory = memoryStore({ lasting: true });
  let store: CrashingStore = random.chance(0.3) ? memory : new SlowStore(memory, clock, random.pick([1, 3, 10]));
  for (let kills = 3 + random.below(12); kills > 0; kills -= 1) {
    const bridge = new VirtualBridge(store, networks, clock, random);
    await clock.advance(random.below(20));
    for (let steps = random.below(40); steps > 0; steps -= 1) {
      for (const writer of writers) if (random.chance(0.4)) writer.act();
      if (random.chance(0.7)) await clock.advance(random.below(10));
    }
    store = await bridge.kill(random.below(200), random.below(20));
    await clock.wait(ledger.look(store));
  }
  const { host } = new VirtualBridge(store, networks, clock, random);
  const isQuiet = (): boolean => {
    const { pending, sending, uncertain } = host.outbox.counts;
    return pending + sending + uncertain === 0 && networks.every(({ quiet }) => quiet);
  };
  await clock.advance(MINUTE);
  const rest = await clock.runUntil(isQuiet, 60 * MINUTE);
  await clock.advance(MINUTE);
  const { counts } = host.outbox;
  await clock.wait(host.close());
  await clock.wait(ledger.look(store));
  const unsure = networks.at(-1) as LineNetwork;
  const keys = unsure.puts.map(({ key }) => key);
  const doubled = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [
    ...(rest ? [] : [`it does not finish: ${JSON.stringify(counts)}`]),
    ...networks.flatMap((network) =>
      writers.flatMap((writer) => (network === unsure ? losses : faults)(network, writer)),
    ),
    ...[...doubled].filter((key) => !ledger.uncertain.has(key)).map((key) => `${key} is doubled and was certain`),
    ...(keys.length - new Set(keys).size > ledger.totalOf(plain.name) ? ['more is doubled than was uncertain'] : []),
    ...(ledger.counted === ledger.interrupted
      ? []
      : [`${ledger.counted} are counted as uncertain, ${ledger.interrupted} were`]),
  ];
}
