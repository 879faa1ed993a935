import { memoryStore, PlugError } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

const named = (world: World): SyncHook =>
  new SyncHook('bridge', { channels: { lobby: world.rooms() }, nameFormat: '{nick} ({network})' });

describe('a target that fails', () => {
  it('is tried again, with the name format applied once, and holds up nobody else', async () => {
    await using world = new World([{}, plain, plain]);
    world.host.addHook(named(world));
    await world.host.open();
    let refusals = 1;
    world.network(1).beforeSend = () => {
      if (refusals-- > 0) throw new PlugError('not now', { certain: true, retryable: true });
    };
    world.network(0).say('room', 'ann', 'one');
    world.network(0).say('room', 'ann', 'two');
    await until(() => world.texts(2).length === 2);
    expect(world.texts(1)).toEqual([]);
    await until(() => world.texts(1).length === 2);
    expect(world.texts(1)).toEqual(['<ann (a)> one', '<ann (a)> two']);
  });

  it('whose answer was lost is not sent to twice: the echo settles it', async () => {
    await using world = new World([{}, plain, {}]);
    world.host.addHook(named(world));
    await world.host.open();
    let losses = 1;
    world.network(1).afterSend = () => {
      if (losses-- > 0) throw new Error('the answer was lost');
    };
    world.network(0).say('room', 'ann', 'one');
    await until(() => world.host.outbox.totals.sent === 2);
    await world.settle();
    expect(world.texts(1)).toEqual(['<ann (a)> one']);
    expect(world.texts(2)).toEqual(['one']);
    expect(world.texts(0)).toEqual(['one']);
  });

  it('that is away gets everything in order when it is back', async () => {
    await using world = new World([{}, plain]);
    world.host.addHook(named(world));
    await world.host.open();
    world.network(0).say('room', 'ann', 'before');
    await until(() => world.texts(1).length === 1);
    world.network(1).cut();
    for (const text of ['one', 'two', 'three']) world.network(0).say('room', 'ann', text);
    world.network(1).mend();
    await until(() => world.texts(1).length === 4);
    expect(world.texts(1)).toEqual(['before', 'one', 'two', 'three'].map((text) => `<ann (a)> ${text}`));
  });

  it('for good gets no changes of what it never got', async () => {
    await using world = new World([{}, {}, {}]);
    world.host.addHook(named(world));
    await world.host.open();
    world.network(1).beforeSend = () => {
      throw new PlugError('never', { certain: true, retryable: false });
    };
    const id = world.network(0).say('room', 'ann', 'helo');
    await until(() => world.texts(2).length === 1 && world.host.outbox.counts.dead === 1);
    world.network(1).beforeSend = undefined;
    world.network(0).edit('room', id, 'hello');
    world.network(0).react('room', id, 'bob', '👍');
    await until(() => world.texts(2)[0] === 'hello');
    world.network(0).remove('room', id);
    await until(() => world.texts(2).length === 0);
    await world.settle();
    expect(world.texts(1)).toEqual([]);
    expect(world.host.outbox.counts.dead).toBe(1);
  });
});

describe('an echo', () => {
  it.each(['early', 'held', 'never'] as const)('that comes %s makes no difference', async (echo) => {
    await using world = new World([{}, {}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    for (const network of world.networks) network.echo = echo;
    for (const network of world.networks) network.say('room', 'ann', `from ${network.name}`);
    await until(() => world.networks.every((network) => network.texts('room').length === 3));
    for (const network of world.networks) network.flush();
    await world.settle();
    const all = ['from a', 'from b', 'from c'];
    for (const index of [0, 1, 2]) expect(world.texts(index).toSorted()).toEqual(all);
  });
});

describe('after a restart with a store that lasts', () => {
  it('copies are still known: edits, deletions and replies find them, and nothing goes round', async () => {
    const store = memoryStore({ lasting: true });
    await using first = new World([{}, {}, {}], { store });
    first.host.addHook(new SyncHook('bridge', { channels: { lobby: first.rooms() }, joins: true }));
    await first.host.open();
    const kept = first.network(0).say('room', 'ann', 'kept');
    const gone = first.network(1).say('room', 'bob', 'gone');
    await until(() => first.networks.every((network) => network.texts('room').length === 2));
    await first.settle();

    await using second = new World([{}, {}, {}], { store, networks: first.networks });
    second.host.addHook(new SyncHook('bridge', { channels: { lobby: second.rooms() }, joins: true }));
    await second.host.open();
    second.network(0).edit('room', kept, 'edited');
    second.network(1).remove('room', gone);
    await until(() => second.texts(1)[0] === 'edited' && second.texts(2)[0] === 'edited');
    const replyTo = { kind: 'message', channel: second.channel(2).ref, id: second.id(2, 'edited') } as const;
    second.network(2).say('room', 'eve', { text: 'answer', replyTo });
    await second.settle();
    for (const index of [0, 1, 2]) expect(second.texts(index)).toEqual(['edited', 'answer']);
    expect(second.network(0).messages('room')[1]?.content.replyTo?.id).toBe(kept);
  });
});
