import { RichText } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

describe('names', () => {
  it('are shown as the format says, natively and in the text', async () => {
    await using world = new World([{}, {}, plain]);
    const config = { channels: { lobby: world.rooms() }, nameFormat: '{nick} [{network} {channel}]' };
    world.host.addHook(new SyncHook('bridge', config));
    await world.host.open();
    world.network(0).say('room', 'ann', 'hello');
    await world.settle();
    expect(world.network(1).messages('room')[0]?.user.nick).toBe('ann [a room]');
    expect(world.texts(2)).toEqual(['<ann [a room]> hello']);
  });

  it('are made by a function, and stay as they are where it throws or gives nothing', async () => {
    await using world = new World([plain, plain]);
    const nameFormat = ({ nick = '' }): string => {
      if (nick === 'bob') throw new Error('no bobs');
      return nick === 'eve' ? '' : nick.toUpperCase();
    };
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, nameFormat }));
    await world.host.open();
    for (const nick of ['ann', 'bob', 'eve']) world.network(0).say('room', nick, 'hi');
    await world.settle();
    expect(world.texts(1)).toEqual(['<ANN> hi', '<bob> hi', '<eve> hi']);
  });

  it('are no templates themselves', async () => {
    await using world = new World([plain, plain]);
    const config = { channels: { lobby: world.rooms() }, nameFormat: '{nick}', prefix: '{name}@{network}: ' };
    world.host.addHook(new SyncHook('bridge', config));
    await world.host.open();
    world.network(0).say('room', '{network}{name}$&', 'hi');
    await world.settle();
    expect(world.texts(1)).toEqual(['{network}{name}$&@a: hi']);
  });

  it('lose their emoji, unless nothing would be left', async () => {
    await using world = new World([plain, plain]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, stripNameEmoji: true }));
    await world.host.open();
    for (const nick of ['🐱 ann 👩‍👩‍👧 smith 🇩🇪', '🐱', 'bob™ 2']) world.network(0).say('room', nick, 'hi');
    await world.settle();
    expect(world.texts(1)).toEqual(['<ann smith> hi', '<🐱> hi', '<bob™ 2> hi']);
  });

  it('are formatted once, however many hooks a message passes', async () => {
    await using world = new World([plain, plain, plain]);
    const [a, b, c] = world.rooms();
    if (!a || !b || !c) throw new Error('three rooms');
    world.host.addHook(new SyncHook('one', { channels: { lobby: [a, b] }, nameFormat: '{nick} ({network})' }));
    world.host.addHook(new SyncHook('two', { channels: { lobby: [b, c] }, nameFormat: '{nick} ({network})' }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'hello');
    world.network(1).say('room', 'bob', 'hi');
    await world.settle();
    expect(world.texts(1)).toEqual(['hi', '<ann (a)> hello']);
    expect(world.texts(2).toSorted()).toEqual(['<ann (a)> hello', '<bob (b)> hi']);
  });

  it('are the same in an edit, also of a network that does not say who edited', async () => {
    await using world = new World([plain, plain]);
    world.host.addHook(
      new SyncHook('bridge', { channels: { lobby: world.rooms() }, nameFormat: '{nick} ({network})' }),
    );
    // Takes the author out of every edit.
    world.host.addHook({ name: 'anonymous', config: undefined, beforeReceive: anonymous } as never);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'helo');
    await until(() => world.texts(1).length === 1);
    world.network(0).edit('room', id, new RichText('hello'));
    await world.settle();
    expect(world.texts(1)).toEqual(['<ann (a)> hello']);
  });
});

function anonymous(event: { type: string; user?: unknown; source?: { user?: unknown } }): unknown {
  if (event.type !== 'edit') return undefined;
  const { user: _user, ...rest } = event;
  const { user: _author, ...source } = event.source ?? {};
  return { ...rest, source };
}
