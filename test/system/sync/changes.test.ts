import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { until, World } from './world.ts';

/** Rooms of a, b, c, … in a row, each bridged with the next by a hook of its own. */
function chain(world: World): void {
  const rooms = world.rooms();
  rooms.slice(1).forEach((room, index) => {
    const before = rooms[index];
    if (before) world.host.addHook(new SyncHook(`bridge ${index}`, { channels: { lobby: [before, room] } }));
  });
}

function reactions(world: World, index: number, text: string): string[] {
  const message = world
    .network(index)
    .messages('room')
    .find(({ content }) => String(content.text) === text);
  return Array.from(message?.reactions ?? [], ([emoji, people]) => `${emoji} ${people.size}`);
}

describe.each([
  [
    'one hook',
    (world: World) => void world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } })),
  ],
  ['a chain of hooks', chain],
])('over %s', (_name, bridge) => {
  it('an edit edits every copy in place', async () => {
    await using world = new World([{}, {}, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'helo');
    await until(() => world.texts(2).length === 1);
    world.network(0).edit('room', id, 'hello');
    await world.settle();
    for (const index of [0, 1, 2]) expect(world.texts(index)).toEqual(['hello']);
  });

  it('an edit that follows at once finds its copies', async () => {
    await using world = new World([{}, {}, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'one');
    for (const text of ['two', 'three']) world.network(0).edit('room', id, text);
    await world.settle();
    for (const index of [0, 1, 2]) expect(world.texts(index)).toEqual(['three']);
  });

  it('an edit becomes a correction where the network cannot edit, and goes on from there', async () => {
    await using world = new World([{}, { edit: undefined, impersonate: false }, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'the cat sat on teh mat');
    await until(() => world.texts(2).length === 1);
    world.network(0).edit('room', id, 'the cat sat on the mat');
    await world.settle();
    expect(world.texts(2)).toEqual(['the cat sat on the mat']);
    expect(world.texts(1)).toEqual(['<ann> the cat sat on teh mat', expect.stringMatching(/^<ann> s\/.*the/)]);
  });

  it('a deletion deletes every copy, once, though every network confirms it', async () => {
    await using world = new World([{}, {}, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'oops');
    await until(() => world.texts(2).length === 1);
    world.network(0).remove('room', id);
    await world.settle();
    for (const index of [0, 1, 2]) expect(world.texts(index)).toEqual([]);
    // One where it was deleted, and one confirmation each from the others.
    expect(world.events.filter(({ type }) => type === 'delete')).toHaveLength(3);
    expect(world.host.outbox.counts.dead).toBe(0);
  });

  it('a copy that a moderator deletes takes the message with it everywhere', async () => {
    await using world = new World([{}, {}, {}]);
    bridge(world);
    await world.host.open();
    world.network(0).say('room', 'ann', 'spam');
    await until(() => world.texts(2).length === 1);
    world.network(2).remove('room', world.id(2, 'spam'), 'moderator');
    await world.settle();
    for (const index of [0, 1, 2]) expect(world.texts(index)).toEqual([]);
    expect(world.events.filter(({ type }) => type === 'delete')).toHaveLength(3);
  });

  it('a reaction reaches every copy, whichever it was made on, and is taken back everywhere', async () => {
    await using world = new World([{}, {}, {}]);
    bridge(world);
    await world.host.open();
    world.network(0).say('room', 'ann', 'hello');
    await until(() => world.texts(2).length === 1);
    world.network(2).react('room', world.id(2, 'hello'), 'bob', '👍');
    await until(() => reactions(world, 0, 'hello').includes('👍 1'));
    await until(() => reactions(world, 1, 'hello').includes('👍 1'));
    world.network(2).react('room', world.id(2, 'hello'), 'bob', '👍', true);
    await world.settle();
    for (const index of [0, 1, 2]) expect(reactions(world, index, 'hello')).toEqual(['👍 0']);
  });

  it('a reaction becomes a notice where the network has none', async () => {
    await using world = new World([{}, { reaction: undefined }, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'hello');
    await until(() => world.texts(2).length === 1);
    world.network(0).react('room', id, 'bob', '👍');
    await world.settle();
    expect(world.texts(1)).toEqual(['hello', 'bob reacted 👍 to “hello”']);
    expect(world.texts(2)).toEqual(['hello']);
    expect(reactions(world, 2, 'hello')).toEqual(['👍 1']);
  });

  it('an edit of a split message puts its new content where the old one was', async () => {
    const text = { unit: 'utf16', maxLength: 12, marks: [] } as const;
    await using world = new World([{}, { text }, {}]);
    bridge(world);
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'one two three four five');
    await until(() => world.texts(2).length === 1);
    world.network(0).edit('room', id, 'one two');
    await world.settle();
    expect(world.texts(1)).toEqual(['one two']);
    expect(world.texts(2)).toEqual(['one two']);
  });
});

describe('what is switched off', () => {
  it('stays where it is: edits and reactions', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, edits: false, reactions: false }));
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'first');
    await until(() => world.texts(1).length === 1);
    world.network(0).edit('room', id, 'second');
    world.network(0).react('room', id, 'bob', '👍');
    await world.settle();
    expect(world.texts(1)).toEqual(['first']);
    expect(reactions(world, 1, 'first')).toEqual([]);
  });

  it('is so for one network alone, where the configuration says it of that', async () => {
    await using world = new World([{}, {}, {}]);
    const config = { channels: { lobby: world.rooms() }, plugs: { b: { edits: false } } };
    world.host.addHook(new SyncHook('bridge', config));
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'first');
    await until(() => world.texts(1).length === 1 && world.texts(2).length === 1);
    world.network(0).edit('room', id, 'second');
    await world.settle();
    expect([world.texts(1), world.texts(2)]).toEqual([['first'], ['second']]);
  });
});
