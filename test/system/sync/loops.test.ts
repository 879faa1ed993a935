import type { Channel } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { World } from './world.ts';

/** Bridges pairs of rooms, given by their numbers, each by a hook of its own. */
function pairs(world: World, ...links: readonly (readonly [number, number])[]): void {
  for (const [from, to] of links) {
    const lobby: Channel[] = [world.channel(from), world.channel(to)];
    world.host.addHook(new SyncHook(`${from}-${to}`, { channels: { lobby } }));
  }
}

function sayEverywhere(world: World): string[] {
  return world.networks.map((network) => {
    network.say('room', 'ann', `from ${network.name}`);
    return `from ${network.name}`;
  });
}

describe('no message goes round', () => {
  it.each([
    [
      'a ring of three',
      3,
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
    ],
    [
      'a ring of four',
      4,
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 0],
      ],
    ],
    [
      'a chain',
      4,
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
    [
      'a star',
      4,
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    ],
    [
      'the same pair twice',
      2,
      [
        [0, 1],
        [0, 1],
      ].map(([a, b], index) => (index === 0 ? [a, b] : [b, a])),
    ],
    [
      'everything with everything',
      4,
      [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
        [2, 3],
      ],
    ],
  ] as const)('over %s', async (_name, count, links) => {
    await using world = new World(Array.from({ length: count }, () => ({})));
    pairs(world, ...(links as unknown as [number, number][]));
    await world.host.open();
    const said = sayEverywhere(world).toSorted();
    await world.settle();
    for (const index of world.networks.keys()) expect(world.texts(index).toSorted()).toEqual(said);
  });

  it('nor does what a bot says, or what is told of comings and goings', async () => {
    await using world = new World([{}, {}, {}]);
    for (const [from, to] of [
      [0, 1],
      [1, 2],
      [2, 0],
    ] as const) {
      const lobby = [world.channel(from), world.channel(to)];
      world.host.addHook(new SyncHook(`${from}-${to}`, { channels: { lobby }, joins: true }));
    }
    await world.host.open();
    await world.channel(1).send('beep');
    world.network(0).join('room', 'ann');
    world.network(0).setTopic('room', 'tea', 'ann');
    await world.settle();
    expect(world.texts(0)).toEqual(['beep']);
    for (const index of [1, 2]) {
      expect(world.texts(index).toSorted()).toEqual(['beep', 'changed the topic to “tea”', 'joined']);
    }
  });

  it('between accounts of one network that see each other', async () => {
    await using world = new World([{}, {}]);
    const { MemoryPlug } = await import('tieline/plugs/memory');
    const other = world.host.addPlug(new MemoryPlug('other', { network: world.network(0), account: 'other' }));
    const lobby = [world.channel(0, 'one'), world.channel(1), other.channel('two')];
    world.host.addHook(new SyncHook('bridge', { channels: { lobby } }));
    await world.host.open();
    world.network(1).say('room', 'ann', 'hello');
    await world.settle();
    expect(world.texts(0, 'one')).toEqual(['hello']);
    expect(world.texts(0, 'two')).toEqual(['hello']);
  });
});
