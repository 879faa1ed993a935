import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, World } from './world.ts';

describe('what happens beside messages', () => {
  it('is told in short: topics and titles; who comes and goes only when asked for', async () => {
    await using world = new World([{}, plain, plain]);
    const config = { channels: { lobby: world.rooms() }, plugs: { c: { joins: true, renames: false } } };
    world.host.addHook(new SyncHook('bridge', config));
    await world.host.open();
    world.network(0).join('room', 'ann');
    world.network(0).setTopic('room', 'tea', 'ann');
    world.network(0).leave('room', 'ann');
    await world.settle();
    expect(world.texts(1)).toEqual(['* ann changed the topic to “tea”']);
    expect(world.texts(2)).toEqual(['* ann joined', '* ann left']);
  });

  it('not when we did it ourselves', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, joins: true }));
    await world.host.open();
    await world.channel(0).join();
    await world.channel(0).setTopic('tea');
    await world.channel(0).leave();
    await world.settle();
    expect(world.texts(1)).toEqual([]);
  });
});
