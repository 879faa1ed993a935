import { ChannelNotFoundError, type ChatEvent, defineHook, type Plug } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

/** A bridge of all rooms with a virtual plug, and what is heard on that. */
function conversation(world: World): { plug: Plug; heard: ChatEvent[] } {
  const sync = new SyncHook('bridge', {
    channels: { lobby: world.rooms() },
    plug: 'all',
    titles: { lobby: 'The lobby' },
  });
  world.host.addHook(sync);
  const heard: ChatEvent[] = [];
  world.host.events.subscribe((event) => {
    if (event.plug === sync.plug) heard.push(event);
  });
  if (sync.plug === undefined) throw new Error('there is a plug');
  return { plug: sync.plug, heard };
}

describe('the virtual plug', () => {
  it('sends what one of its channels is sent to all of the conversation', async () => {
    await using world = new World([plain, plain, plain]);
    const { plug } = conversation(world);
    await world.host.open();
    await until(() => plug.state === 'connected');
    await plug.channel('lobby').send('hear, hear');
    await world.settle();
    for (const index of [0, 1, 2]) expect(world.texts(index)).toEqual(['hear, hear']);
  });

  it('hands out what everybody says as one stream, in their names', async () => {
    await using world = new World([{}, {}]);
    const { heard } = conversation(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'helo');
    await until(() => heard.length === 1);
    world.network(0).edit('room', id, 'hello');
    world.network(1).say('room', 'bob', 'hi');
    await until(() => heard.length === 3);
    world.network(0).react('room', id, 'bob', '👍');
    world.network(0).react('room', id, 'eve', '👍');
    await until(() => heard.length === 5);
    world.network(0).remove('room', id);
    world.network(0).join('room', 'zoe');
    await until(() => heard.length === 7);
    await world.settle();
    const seen = heard.map((event) => [
      event.type,
      event.channel.source,
      event.self,
      event.user?.nick,
      'text' in event ? String(event.text) : undefined,
    ]);
    expect(seen.slice(0, 1)).toEqual([['message', 'lobby', false, 'ann', 'helo']]);
    expect(seen).toContainEqual(['edit', 'lobby', false, 'ann', 'hello']);
    expect(seen).toContainEqual(['message', 'lobby', false, 'bob', 'hi']);
    expect(seen.filter(([type]) => type === 'reaction').map(([, , , nick]) => nick)).toEqual(['bob', 'eve']);
    expect(seen).toContainEqual(['delete', 'lobby', false, undefined, undefined]);
    expect(seen).toContainEqual(['join', 'lobby', false, undefined, undefined]);
    expect(seen).toHaveLength(7);
  });

  it('lets a hook answer everybody, as a reply to each copy, and change its answer', async () => {
    await using world = new World([{}, {}]);
    const { plug, heard } = conversation(world);
    world.host.addHook(
      defineHook('bot', {
        async onReceive(event) {
          if (event.type !== 'message' || event.plug !== plug || event.self) return;
          const { refs } = await event.channel.send({ text: 'pnog', replyTo: event.ref });
          await event.channel.edit(refs[0], 'pong');
        },
      }),
    );
    await world.host.open();
    world.network(0).say('room', 'ann', 'ping');
    await until(() => world.texts(0)[1] === 'pong' && world.texts(1)[1] === 'pong');
    await world.settle();
    for (const index of [0, 1]) {
      const [question, answer] = world.network(index).messages('room');
      expect(world.texts(index)).toEqual(['ping', 'pong']);
      expect(answer?.content.replyTo?.id).toBe(question?.id);
    }
    expect(heard.filter(({ type, self }) => type === 'message' && self)).toHaveLength(1);
  });

  it('knows titles, channels and the members of all', async () => {
    await using world = new World([{}, {}, { members: undefined }]);
    const { plug } = conversation(world);
    await world.host.open();
    world.network(0).join('room', 'ann');
    world.network(1).join('room', 'ann');
    world.network(1).join('room', 'bob');
    const lobby = plug.channel('lobby');
    const members = await Array.fromAsync(lobby.members());
    expect(members.map(({ user }) => `${user.nick} ${user.network}`)).toEqual([
      'ann memory:a:bridge',
      'ann memory:b:bridge',
      'bob memory:b:bridge',
    ]);
    expect(await lobby.title()).toBe('The lobby');
    expect(await lobby.exists()).toBe(true);
    expect(await plug.channel('nowhere').exists()).toBe(false);
    expect(await Array.fromAsync(plug.channels())).toEqual([lobby]);
  });

  it('has what happens beside messages told once elsewhere, and not where it happened', async () => {
    await using world = new World([{}, {}]);
    const sync = new SyncHook('bridge', { channels: { lobby: world.rooms() }, plug: 'all', joins: true });
    world.host.addHook(sync);
    await world.host.open();
    const network = world.network(0);
    network.join('room', 'ann');
    network.setTopic('room', 'tea', 'ann');
    network.leave('room', 'ann');
    await until(() => world.events.filter(({ plug }) => plug === sync.plug).length >= 3);
    await world.settle();
    expect(world.texts(0)).toEqual([]);
    expect(world.texts(1)).toEqual(['joined', 'changed the topic to “tea”', 'left']);
  });

  it('has what happens beside messages told nowhere twice, also by a second hook that bridges the conversation', async () => {
    await using world = new World([{}, {}, {}]);
    const [a, b, c] = world.rooms();
    if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');
    const first = world.host.addHook(new SyncHook('first', { channels: { lobby: [a, b] }, plug: 'all', joins: true }));
    const lobby = first.plug?.channel('lobby');
    if (lobby === undefined) throw new Error('there is a plug');
    // The second hook leads to where it happened, too, and to where the first has told of it.
    world.host.addHook(new SyncHook('second', { channels: { annex: [lobby, a, b, c] }, plug: 'more', joins: true }));
    world.host.addHook(new SyncHook('third', { channels: { annex: [b, c] }, joins: true }));
    await world.host.open();
    world.network(0).join('room', 'ann');
    world.network(0).setTopic('room', 'tea', 'ann');
    await until(() => world.texts(1).length >= 2 && world.texts(2).length >= 2);
    await world.settle();
    expect(world.texts(0)).toEqual([]);
    for (const index of [1, 2]) expect(world.texts(index)).toEqual(['joined', 'changed the topic to “tea”']);
  });

  it('lets a second hook tell what its own does not', async () => {
    await using world = new World([{}, {}]);
    const [a, b] = world.rooms();
    if (a === undefined || b === undefined) throw new Error('there are two');
    const first = world.host.addHook(new SyncHook('first', { channels: { lobby: [a] }, plug: 'all' }));
    const lobby = first.plug?.channel('lobby');
    if (lobby === undefined) throw new Error('there is a plug');
    world.host.addHook(new SyncHook('second', { channels: { annex: [lobby, b] }, joins: true }));
    await world.host.open();
    world.network(0).join('room', 'ann');
    await until(() => world.texts(1).length >= 1);
    await world.settle();
    expect([world.texts(0), world.texts(1)]).toEqual([[], ['joined']]);
  });

  it('refuses what is sent to a channel that it does not have', async () => {
    await using world = new World([{}, {}]);
    const { plug } = conversation(world);
    await world.host.open();
    await expect(plug.channel('lobbby').send('hello')).rejects.toThrow(ChannelNotFoundError);
  });

  it('goes with its hook', async () => {
    await using world = new World([{}, {}]);
    conversation(world);
    await world.host.open();
    expect(world.host.plug('all')?.state).toBe('connected');
    await world.host.removeHook('bridge');
    expect(world.host.plug('all')).toBeUndefined();
  });
});
