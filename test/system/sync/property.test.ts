import fc from 'fast-check';
import { type Channel, type Clock, PlugError, systemClock } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

const topologies: Record<string, readonly (readonly number[])[]> = {
  'one room': [[0, 1, 2]],
  'a chain': [
    [0, 1],
    [1, 2],
  ],
  'a ring': [
    [0, 1],
    [1, 2],
    [2, 0],
  ],
  'a room and a pair': [
    [0, 1, 2],
    [2, 0],
  ],
};

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('say' as const), at: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), at: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bot' as const), at: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('breathe' as const), at: fc.nat(20) }) },
);

const setting = fc.record({
  topology: fc.constantFrom(...Object.keys(topologies)),
  echoes: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom('early' as const, 'held' as const, 'never' as const))),
  pipelines: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(1, 8))),
  /** After which sends of each network it answers late, or refuses once. */
  trouble: fc.array(
    fc.record({ at: fc.nat(2), nth: fc.nat(12), what: fc.constantFrom('late', 'refused', 'lost', 'answered late') }),
    { maxLength: 4 },
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
});

/**
 * Makes each network send late, answer late, refuse, or lose the answer where it is told to; gives what lets all that is
 * late go. What is pipelined is taken in order, so that there only the answer can be late or lost.
 */
function makeTrouble(world: World, { trouble, pipelines }: Setting): () => void {
  const late: (() => void)[] = [];
  for (const [index, network] of world.networks.entries()) {
    let count = 0;
    const due = (what: string): boolean =>
      trouble.some((one) => one.at === index && one.nth === count && one.what === what);
    const wait = (): Promise<void> => new Promise((resolve) => late.push(resolve));
    network.beforeSend = () => {
      count += 1;
      if (pipelines[index] !== 1) return undefined;
      if (due('refused')) throw new PlugError('not now', { certain: true, retryable: true });
      return due('late') ? wait() : undefined;
    };
    network.afterSend = () => {
      if (due('lost') && network.echo !== 'never') throw new Error('the answer was lost');
      return due('answered late') ? wait() : undefined;
    };
  }
  return () => {
    for (const answer of late.splice(0)) answer();
  };
}

/** Lets time pass for a while, in macrotasks. */
async function breathe(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Waits go by a hundred times as fast, and none is over before what was held back has come: what is tried again because
 * its answer was lost may come twice where its echo takes longer than that.
 */
function quickClock(release: () => void): Clock {
  return {
    ...systemClock,
    after(ms, callback) {
      let wanted = true;
      const cancel = systemClock.after(ms / 100, () => {
        release();
        void breathe(10).then(() => wanted && callback());
      });
      return () => {
        wanted = false;
        cancel();
      };
    },
  };
}

type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

/** Bridges three networks, lets the steps happen, and looks at what came of them. */
async function run(setup: Setting): Promise<void> {
  const { topology, echoes, pipelines, steps } = setup;
  const flush = (): void => {
    for (const network of world.networks) network.flush();
  };
  await using world = new World(
    pipelines.map((pipeline, at) => ({ ...plain, pipeline, echo: echoes[at] === 'never' ? 'none' : 'network' })),
    { clock: quickClock(flush) },
  );
  for (const [index, members] of (topologies[topology] ?? []).entries()) {
    const lobby: Channel[] = members.map((member) => world.channel(member));
    world.host.addHook(new SyncHook(`bridge ${index}`, { channels: { lobby }, prefix: '{name}@{network} ' }));
  }
  await world.host.open();
  for (const [index, network] of world.networks.entries()) network.echo = echoes[index] ?? 'early';
  const answer = makeTrouble(world, setup);
  const expected = await play(world, steps, answer);
  const here = (text: string): boolean =>
    world.networks.every((_, index) => world.texts(index).some((shown) => shown.endsWith(text)));
  const done = (): boolean => {
    answer();
    flush();
    return expected.every(({ text }) => here(text));
  };
  await until(done);
  await world.settle();
  for (const index of world.networks.keys()) check(world, index, expected);
}

describe('whatever happens in whatever order', () => {
  it('every message reaches every other channel once, in the order of its channel, with its last edit', async () => {
    await fc.assert(fc.asyncProperty(setting, run), { numRuns: 150, interruptAfterTimeLimit: 60_000 });
  }, 120_000);
});

interface Said {
  readonly at: number;
  readonly bot: boolean;
  readonly id: string;
  /** As it was edited last. */
  text: string;
}

async function play(world: World, steps: Setting['steps'], answer: () => void): Promise<Said[]> {
  const said: Said[] = [];
  for (const [index, { do: what, at }] of steps.entries()) {
    if (what === 'breathe') {
      await breathe(at);
      answer();
    } else if (what === 'edit') {
      const mine = said.findLast((one) => one.at === at && !one.bot);
      if (mine === undefined) continue;
      mine.text = `${mine.text.split('!')[0]}!${index};`;
      world.network(at).edit('room', mine.id, mine.text);
    } else {
      const text = `${what}-${index};`;
      const bot = what === 'bot';
      if (bot) await world.channel(at).post(text);
      said.push({ at, bot, text, id: bot ? '' : world.network(at).say('room', `user${at}`, text) });
    }
  }
  return said;
}

function check(world: World, index: number, expected: readonly Said[]): void {
  const shown = ({ at, bot, text }: Said): string =>
    bot || at === index ? text : `user${at}@${world.network(at).name} ${text}`;
  const texts = world.texts(index);
  expect(texts.toSorted()).toEqual(expected.map(shown).toSorted());
  for (const from of world.networks.keys()) {
    const theirs = expected.filter(({ at, bot }) => at === from && !bot).map(shown);
    expect(texts.filter((text) => theirs.includes(text))).toEqual(theirs);
  }
}
