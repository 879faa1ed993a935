import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ChatEvent, defineHook, memoryStore, type Store, type Write } from '../../src/index.ts';
import { type CrashingStore, SimulationError, simulate } from '../../src/testing/index.ts';

const RUNS = 2000;
const AT_ONCE = 500;
/** Another one each time; a failure tells its seed. */
const first = Number(process.env['TIELINE_SEED'] ?? randomInt(2 ** 31));

/** What a checker says of a change that did not reach a copy. */
const CHANGED = /became|taken back|reaction/;

/** A store that does something else with what it is asked to write, and its like after each crash. */
function altered(
  store: CrashingStore,
  alter: (batch: readonly Write[]) => readonly Write[],
  instead: Partial<Store> = {},
): CrashingStore {
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key === 'crash') return () => altered(target.crash(), alter, instead);
      if (key in instead) return instead[key as keyof Store];
      if (key === 'commit') return (batch: Parameters<Store['commit']>[0]) => target.commit(alter(batch));
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** The first simulation that fails, of those with seeds from 1. */
async function failure(options: Omit<Parameters<typeof simulate>[0], 'seed' | 'steps'>): Promise<SimulationError> {
  for (let seed = 1; seed <= 100; seed += 1) {
    try {
      await simulate({ ...options, seed, steps: 60 });
    } catch (error) {
      expect(error).toBeInstanceOf(SimulationError);
      return error as SimulationError;
    }
  }
  throw new Error('nothing was found in a hundred runs');
}

describe('a simulation', () => {
  for (let begin = first; begin < first + RUNS; begin += AT_ONCE) {
    it(`keeps every promise, ${AT_ONCE} times with random seeds (from ${begin})`, { timeout: 180_000 }, async () => {
      for (let run = 0; run < AT_ONCE; run += 1) await simulate({ seed: begin + run, steps: 60 });
    });
  }

  it('keeps them in a long run, too', { timeout: 900_000 }, async () => {
    for (let run = 0; run < 5; run += 1) {
      const { events, virtualMs } = await simulate({ seed: first + RUNS + run, steps: 3000 });
      expect(events).toBeGreaterThan(3000);
      expect(virtualMs).toBeGreaterThan(3_600_000);
    }
  });

  it('keeps them where everything goes wrong at once', { timeout: 60_000 }, async () => {
    const faults = {
      ...{ earlyEcho: 0.2, lateEcho: 0.2 },
      ...{ delayMs: 50, duplicate: 0.3, reorder: 0.3, loseRequest: 0.2, loseResponse: 0.3, hang: 0.05, refuse: 0.2 },
      ...{ rateLimit: 0.2, disconnect: 0.05, failStart: 0.5, crash: 0.1, restart: 0.05, outage: 0.1, hookThrows: 0.1 },
    };
    let crashes = 0;
    for (let run = 0; run < 100; run += 1)
      crashes += (await simulate({ seed: first + run, steps: 60, faults })).crashes;
    expect(crashes).toBeGreaterThan(100);
  });

  /** Each of them showed a fault once. */
  const PINNED = [
    // Nothing was fetched after a restart, where only an echo of our own had come ahead of what was refused.
    1131545946,
    // A message was not recognised in the past, which an edit had changed before its process ended.
    20007937,
  ];

  it('keeps them where it did not once', async () => {
    for (const seed of PINNED) await simulate({ seed, steps: 60 });
  });

  it('is the same again with the same seed, and another with another', async () => {
    const fingerprints = [];
    for (const seed of [5, 5, 6]) fingerprints.push((await simulate({ seed, steps: 200 })).fingerprint);
    expect(fingerprints[0]).toBe(fingerprints[1]);
    expect(fingerprints[0]).not.toBe(fingerprints[2]);
  });

  it('finds a store that forgets rows', async () => {
    const forgetful = (): CrashingStore =>
      altered(memoryStore({ lasting: true }), (batch) => batch.filter(({ op }) => op !== 'row'));
    const error = await failure({ store: forgetful, faults: { crash: 0.1 } });
    expect(error.promise).toMatch(/^5/);
    expect(error.steps.length).toBeLessThan(30);
  });

  it('finds a store that forgets events', async () => {
    const forgetful = (): CrashingStore =>
      altered(memoryStore({ lasting: true }), (batch) => batch.filter(({ op }) => op !== 'event'));
    expect((await failure({ store: forgetful, faults: { crash: 0.2 } })).promise).toMatch(/^[15]/);
  });

  it('finds a store that forgets which message is a copy of which', async () => {
    const forgetful = (): CrashingStore =>
      altered(memoryStore({ lasting: true }), (batch) => batch.filter(({ op }) => op !== 'link'));
    const error = await failure({ store: forgetful, faults: { crash: 0.1, delayMs: 50 } });
    expect(error.promise).toMatch(/^[57]/);
  });

  const networks = ['a', 'b'].map((name) => ({
    name,
    capabilities: { edit: true, delete: true, reaction: true, history: true } as const,
  }));

  it('finds a host that does not hear of edits, deletions or reactions', async () => {
    for (const type of ['edit', 'delete', 'reaction']) {
      const deaf = defineHook('deaf', { beforeReceive: (event) => (event.type === type ? null : undefined) });
      const error = await failure({ plugs: networks, hooks: () => [deaf], faults: {} });
      expect([error.promise, error.message]).toEqual([expect.stringMatching(/^5/), expect.stringMatching(CHANGED)]);
      expect(error.steps.length, type).toBeLessThan(5);
    }
  });

  it('finds a store that does not know how far it has heard', async () => {
    const instead = { lastMessage: async () => undefined };
    const ignorant = (): CrashingStore => altered(memoryStore({ lasting: true }), (batch) => batch, instead);
    const error = await failure({ plugs: networks, store: ignorant, faults: { restart: 0.2 } });
    expect(error.message).toContain('was said where the past can be fetched, and reached no hook');
  });

  it('finds a hook that sends everything round again, and tells the shortest way to it', async () => {
    const again = (event: ChatEvent): void => {
      if (event.type === 'message' && !event.self) void event.channel.send(String(event.text));
    };
    const error = await failure({ hooks: () => [defineHook('again', { onReceive: again })], faults: {} });
    expect(error.promise).toMatch(/^7/);
    expect(error.steps).toHaveLength(1);
    expect(error.message).toContain(`seed ${error.seed}`);
    expect(error.trace.join('\n')).toContain('put');
    expect(error.message).toContain(JSON.stringify(error.steps[0]));
  });

  it('finds a hook that holds up a network without faults', async () => {
    const slow = (event: ChatEvent): Promise<void> => {
      const wait = event.type === 'message' ? 1 : 0;
      return new Promise((resolve) => void clocks.get(event.plug)?.after(wait, resolve));
    };
    const clocks = new WeakMap<object, { after(ms: number, callback: () => void): unknown }>();
    const hook = (): ReturnType<typeof defineHook> =>
      defineHook('slow', {
        start({ clock, plug }) {
          const calm = plug('calm');
          if (calm !== undefined) clocks.set(calm, clock);
        },
        beforeReceive: async (event) => {
          if (clocks.has(event.plug)) await slow(event);
          return undefined;
        },
      });
    // Two of them in a row: the second one waits for the first.
    const error = await failure({ hooks: () => [hook()], faults: {}, store: () => memoryStore({ lasting: true }) });
    expect(error.promise).toMatch(/^4/);
  });
});
