import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { type Poorer, World } from './world.ts';

const short: Poorer = { text: { unit: 'utf16', maxLength: 12, marks: [] } };

async function bridged(...capabilities: Poorer[]): Promise<World> {
  const world = new World(capabilities);
  world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
  await world.open();
  return world;
}

describe('an edit of a message that was split', () => {
  it('adds what it lacks, and what was added belongs to it', async () => {
    const world = await bridged({}, short);
    const id = await world.say(0, 'ann', 'eleven+char');
    world.network(0).edit('room', id, 'eleven+char and more');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['eleven+char', 'and more']);
    world.network(0).edit('room', id, 'eleven+char and less');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['eleven+char', 'and less']);
    world.network(0).remove('room', id);
    await world.clock.settle();
    expect(world.texts(1)).toEqual([]);
    await world.close();
  });

  it('deletes what is left over', async () => {
    const world = await bridged({}, short);
    const id = await world.say(0, 'ann', 'eleven+char and more of it');
    expect(world.texts(1)).toHaveLength(3);
    world.network(0).edit('room', id, 'eleven+char');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['eleven+char']);
    world.network(0).edit('room', id, 'eleven+char again');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['eleven+char', 'again']);
    await world.close();
  });
});

it('an edit goes on over a second bridge', async () => {
  const world = new World([{}, {}, {}]);
  const [a, b, c] = [world.channel(0), world.channel(1), world.channel(2)];
  world.host.addHook(new SyncHook('first', { channels: { lobby: [a, b] } }));
  world.host.addHook(new SyncHook('second', { channels: { lobby: [b, c] } }));
  await world.open();
  const id = await world.say(0, 'ann', 'helo');
  for (const text of ['hello', 'hello there']) {
    world.network(0).edit('room', id, text);
    await world.clock.settle();
    expect([0, 1, 2].map((index) => world.texts(index))).toEqual([[text], [text], [text]]);
  }
  await world.close();
});
