import { Group } from 'tieline';
import { ForwardHook, SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

describe('ForwardHook', () => {
  it('carries one way, with changes, names and all', async () => {
    await using world = new World([{}, plain]);
    const config = { from: [world.channel(0)], to: [world.channel(1)], nameFormat: '{nick} of {network}' };
    world.host.addHook(new ForwardHook('news', config));
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'helo');
    world.network(1).say('room', 'bob', 'not back');
    await until(() => world.texts(1).length === 2);
    world.network(0).edit('room', id, 'hello');
    await world.settle();
    expect(world.texts(0)).toEqual(['hello']);
    expect(world.texts(1)).toEqual(['not back', '<ann of a> hello']);
  });

  it('takes groups as sources, and never forwards a channel to itself', async () => {
    await using world = new World([{}, {}]);
    const [plug] = world.plugs;
    if (plug === undefined) throw new Error('there is a plug');
    const from = [new Group('all of a', { plugs: [plug], except: [plug.channel('private')] })];
    world.host.addHook(new ForwardHook('log', { from, to: [world.channel(1), plug.channel('log')] }));
    await world.host.open();
    for (const source of ['one', 'two', 'private', 'log']) world.network(0).say(source, 'ann', `in ${source}`);
    await world.settle();
    expect(world.texts(1).toSorted()).toEqual(['in log', 'in one', 'in two']);
    expect(world.texts(0, 'log').toSorted()).toEqual(['in log', 'in one', 'in two']);
    expect(world.texts(0, 'private')).toEqual(['in private']);
  });

  it.each([
    ['ids', ['ann']],
    ['a function', ({ nick }: { nick?: string }) => nick === 'ann'],
  ] as const)('takes only what the users say that are given by %s', async (_name, users) => {
    await using world = new World([{}, {}]);
    world.host.addHook(new ForwardHook('news', { from: [world.channel(0)], to: [world.channel(1)], users }));
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'announcement');
    const other = world.network(0).say('room', 'bob', 'chatter');
    await world.channel(0).send('a bot');
    await until(() => world.texts(1).length === 1);
    world.network(0).react('room', id, 'bob', '👍');
    world.network(0).edit('room', other, 'more chatter');
    await world.settle();
    expect(world.texts(1)).toEqual(['announcement']);
    expect([...(world.network(1).messages('room')[0]?.reactions.keys() ?? [])]).toEqual(['👍']);
  });

  it('carries on what a bridge brought, and not to where it came from', async () => {
    await using world = new World([{}, {}, {}]);
    const [a, b, c] = world.rooms();
    if (!a || !b || !c) throw new Error('three rooms');
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: [a, b] } }));
    world.host.addHook(new ForwardHook('copy', { from: [b], to: [c, a] }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'hello');
    await world.settle();
    expect([world.texts(0), world.texts(1), world.texts(2)]).toEqual([['hello'], ['hello'], ['hello']]);
  });
});
