import { ForwardHook, SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { until, World } from './world.ts';

describe('a bridge one of whose channels is replaced by another', () => {
  it('goes on with that one, in its virtual plug too, and hears the old one no more', async () => {
    await using world = new World([{}, {}]);
    const bridge = new SyncHook('bridge', { channels: { lobby: world.rooms() }, plug: 'all' });
    world.host.addHook(bridge);
    await world.host.open();
    const [here, there] = [world.network(0), world.network(1)];
    here.say('room', 'ann', 'one');
    await until(() => there.texts('room').length === 1);
    expect(await world.host.migrate(world.channel(1), world.channel(1, 'hall'))).toEqual(['bridge']);
    here.say('room', 'ann', 'two');
    await until(() => there.texts('hall').includes('two'));
    there.say('room', 'bob', 'to nobody');
    there.say('hall', 'bob', 'three');
    await until(() => here.texts('room').includes('three'));
    await bridge.plug?.channel('lobby').send('four');
    await until(() => there.texts('hall').includes('four'));
    await world.settle();
    expect(here.texts('room')).toEqual(['one', 'two', 'three', 'four']);
    expect(there.texts('hall')).toEqual(['two', 'three', 'four']);
    expect(there.texts('room')).toEqual(['one', 'to nobody']);
  });

  it('forwards from it, and to it', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new ForwardHook('news', { from: [world.channel(0)], to: [world.channel(1)] }));
    await world.host.open();
    expect(await world.host.migrate(world.channel(0), world.channel(0, 'desk'))).toEqual(['news']);
    expect(await world.host.migrate(world.channel(1), world.channel(1, 'hall'))).toEqual(['news']);
    world.network(0).say('room', 'ann', 'to nobody');
    world.network(0).say('desk', 'ann', 'news');
    await until(() => world.texts(1, 'hall').includes('news'));
    await world.settle();
    expect(world.texts(1, 'hall')).toEqual(['news']);
    expect(world.texts(1)).toEqual([]);
  });

  it('does not follow what is none of its channels, nor to a network that it does not know', async () => {
    await using world = new World([{}, {}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: [world.channel(0), world.channel(1)] } }));
    await world.host.open();
    expect(await world.host.migrate(world.channel(0, 'other'), world.channel(0, 'hall'))).toEqual([]);
    expect(await world.host.migrate(world.channel(1), world.channel(2))).toEqual([]);
  });
});
