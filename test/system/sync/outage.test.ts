import { Group } from 'tieline';
import { ForwardHook, SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { until, World } from './world.ts';

/** Says something before, during and after an outage of network `a`, and waits until all of it has come to `b`. */
async function outage(world: World): Promise<void> {
  const network = world.network(0);
  await world.host.open();
  network.say('room', 'ann', 'before');
  await until(() => world.texts(1).length === 1);
  network.cut();
  network.say('room', 'ann', 'missed');
  network.say('room', 'ann', 'missed, too');
  network.mend();
  await until(() => world.plugs[0]?.state === 'connected');
  network.say('room', 'ann', 'after');
  await until(() => world.texts(1).length === 4);
  expect(world.texts(1)).toEqual(['before', 'missed', 'missed, too', 'after']);
}

describe('what was said while a network was away', () => {
  it('is carried by a SyncHook once it is back, in its place', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, plug: 'all' }));
    await outage(world);
  });

  it('is carried by a ForwardHook from a channel', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new ForwardHook('news', { from: [world.channel(0)], to: [world.channel(1)] }));
    await outage(world);
  });

  it('is carried by a ForwardHook from a channel that a group has', async () => {
    await using world = new World([{}, {}]);
    const [plug] = world.plugs;
    if (plug === undefined) throw new Error('there is a plug');
    const inner = new Group('all of a', { plugs: [plug], except: [plug.channel('private')] });
    const from = [new Group('all', { groups: [inner] })];
    world.host.addHook(new ForwardHook('news', { from, to: [world.channel(1)] }));
    await outage(world);
  });
});
