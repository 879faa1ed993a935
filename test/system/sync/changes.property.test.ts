import fc from 'fast-check';
import { type Channel, type Clock, PlugError, systemClock } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { until, World } from './world.ts';

const topologies = {
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
} as const;

const setting = fc.record({
  topology: fc.constantFrom(...(Object.keys(topologies) as (keyof typeof topologies)[])),
  echoes: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom('network' as const, 'none' as const))),
  /** Which sends of each network are refused once. */
  refused: fc.array(fc.tuple(fc.nat(2), fc.nat(8)), { maxLength: 2 }),
  steps: fc.array(
    fc.record({
      do: fc.constantFrom('say', 'edit', 'remove', 'react', 'react', 'breathe'),
      /** Which network, of those that there are. */
      at: fc.nat(2),
      /** Which message, of those that there are. */
      which: fc.nat(20),
      person: fc.constantFrom('ann', 'bob'),
    }),
    { minLength: 1, maxLength: 25 },
  ),
});

type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

interface Said {
  readonly at: number;
  readonly id: string;
  text: string;
  /** Who has reacted on which network, as `person network`. */
  readonly reactions: Set<string>;
}

const clock: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 100, callback) };

async function run({ topology, echoes, refused, steps }: Setting): Promise<void> {
  await using world = new World(
    echoes.map((echo) => ({ echo })),
    { clock },
  );
  for (const [index, members] of topologies[topology].entries()) {
    const lobby: Channel[] = members.map((member) => world.channel(member));
    world.host.addHook(new SyncHook(`bridge ${index}`, { channels: { lobby } }));
  }
  await world.host.open();
  for (const [index, network] of world.networks.entries()) {
    network.echo = echoes[index] === 'none' ? 'never' : 'early';
    let count = 0;
    network.beforeSend = () => {
      count += 1;
      if (refused.some(([at, nth]) => at === index && nth === count)) {
        throw new PlugError('not now', { certain: true, retryable: true });
      }
    };
  }
  const said = await play(world, steps);
  const states = (): string[] => world.networks.map((_, index) => shown(world, index));
  const wanted = world.networks.map((_, index) => expected(said, index));
  await until(() => states().join('\n') === wanted.join('\n'), 10_000).catch(() => undefined);
  await world.settle();
  expect(states()).toEqual(wanted);
}

async function play(world: World, steps: Setting['steps']): Promise<Said[]> {
  const said: Said[] = [];
  for (const [index, { do: what, at, which, person }] of steps.entries()) {
    const one = said[which % Math.max(1, said.length)];
    if (what === 'breathe') {
      for (let turn = 0; turn < which; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    } else if (what === 'say') {
      const text = `message ${index}`;
      said.push({ at, text, id: world.network(at).say('room', 'eve', text), reactions: new Set() });
    } else if (one !== undefined) change(world, said, one, { what, at, person, text: `message ${index}` });
  }
  return said;
}

function change(
  world: World,
  said: Said[],
  one: Said,
  { what, at, person, text }: { what: string; at: number; person: string; text: string },
): void {
  if (what === 'edit') {
    world.network(one.at).edit('room', one.id, text);
    one.text = text;
  } else if (what === 'remove') {
    world.network(one.at).remove('room', one.id);
    said.splice(said.indexOf(one), 1);
  } else {
    // On the copy there, if it has come already.
    const copy = world
      .network(at)
      .messages('room')
      .find(({ content }) => String(content.text) === one.text);
    if (copy === undefined) return;
    const key = `${person} ${at}`;
    world.network(at).react('room', copy.id, person, '👍', one.reactions.has(key));
    if (!one.reactions.delete(key)) one.reactions.add(key);
  }
}

/** What a network shows: each message with who has reacted there, our account among them. */
function shown(world: World, index: number): string {
  const lines = world
    .network(index)
    .messages('room')
    .map(({ content, reactions }) => {
      return `${content.text}: ${[...(reactions.get('👍') ?? [])].sort().join(' ')}`;
    });
  return lines.sort().join('; ');
}

/** Our account reacts on a network for those who did so elsewhere. */
function expected(said: readonly Said[], index: number): string {
  const lines = said.map(({ text, reactions }) => {
    const all = [...reactions].map((key) => key.split(' '));
    const here = all.flatMap(([person, at]) => (at === String(index) ? [person] : []));
    const names = all.some(([, at]) => at !== String(index)) ? [...here, 'bridge'] : here;
    return `${text}: ${names.sort().join(' ')}`;
  });
  return lines.sort().join('; ');
}

describe('whatever is changed in whatever order', () => {
  it('every network comes to show the same messages and reactions', async () => {
    await fc.assert(fc.asyncProperty(setting, run), { numRuns: 150, interruptAfterTimeLimit: 60_000 });
  }, 120_000);
});
