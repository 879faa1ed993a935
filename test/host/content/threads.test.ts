import { type Channel, messageRef } from 'tieline';
import { ForwardHook, SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { bare, World } from './world.ts';

/** A message in the room of the first network, and the thread that grew from it. */
async function withThread(world: World, text = 'the root'): Promise<{ root: string; thread: Channel }> {
  const root = await world.say(0, 'ann', text);
  return { root, thread: world.channel(0).plug.channel('thread', { parent: world.channel(0), root }) };
}

async function bridged(hook: (world: World) => SyncHook | ForwardHook): Promise<World> {
  const world = new World([{}, {}, bare]);
  world.host.addHook(hook(world));
  await world.open();
  return world;
}

const sync = (world: World): SyncHook => new SyncHook('bridge', { channels: { lobby: world.rooms() } });
const forward = (world: World): ForwardHook =>
  new ForwardHook('bridge', { from: [world.channel(0)], to: [world.channel(1), world.channel(2)] });

describe.each([
  ['SyncHook', sync],
  ['ForwardHook', forward],
])('a thread that is not bridged itself, by %s', (_name, hook) => {
  it('comes to where its parent goes, as answers to its root', async () => {
    const world = await bridged(hook);
    await withThread(world);
    world.network(0).say('thread', 'bob', 'in the thread');
    await world.clock.settle();
    const [rootCopy, copy] = world.network(1).messages('room');
    expect(copy?.content.replyTo?.id).toBe(rootCopy?.id);
    expect(world.texts(2)).toEqual(['<ann> the root', '> <ann> the root\n<bob> in the thread']);
    expect(world.texts(0)).toEqual(['the root']);
    await world.close();
  });

  it('changes there, too', async () => {
    const world = await bridged(hook);
    await withThread(world);
    const id = world.network(0).say('thread', 'bob', 'in teh thread');
    await world.clock.settle();
    world.network(0).edit('thread', id, 'in the thread');
    world.network(0).react('thread', id, 'eve', '👍');
    await world.clock.settle();
    const [root, copy] = world.network(1).messages('room');
    expect(String(copy?.content.text)).toBe('in the thread');
    expect(copy?.content.replyTo?.id).toBe(root?.id);
    expect([...(copy?.reactions.keys() ?? [])]).toEqual(['👍']);
    world.network(0).remove('thread', id);
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['the root']);
    await world.close();
  });

  it('an answer within it stays one to what it answers', async () => {
    const world = await bridged(hook);
    const { thread } = await withThread(world);
    const first = world.network(0).say('thread', 'bob', 'first');
    await world.clock.settle();
    world.network(0).say('thread', 'eve', { text: 'second', replyTo: messageRef(thread.ref, first) });
    await world.clock.settle();
    const [, one, two] = world.network(1).messages('room');
    expect(two?.content.replyTo?.id).toBe(one?.id);
    expect(world.texts(2).at(-1)).toBe('> <bob> first\n<eve> second');
    await world.close();
  });

  it('without a root comes there as it is', async () => {
    const world = await bridged(hook);
    world.channel(0).plug.channel('forum post', { parent: world.channel(0) });
    world.network(0).say('forum post', 'bob', 'hello');
    await world.clock.settle();
    expect(world.texts(2)).toEqual(['<bob> hello']);
    expect(world.network(1).messages('room')[0]?.content.replyTo).toBeUndefined();
    await world.close();
  });

  it('goes through every thread it hangs on', async () => {
    const world = await bridged(hook);
    const { thread } = await withThread(world);
    const inner = world.network(0).say('thread', 'bob', 'inner root');
    thread.plug.channel('deep', { parent: thread, root: inner });
    world.network(0).say('deep', 'eve', 'deep down');
    await world.clock.settle();
    const [root, , deep] = world.network(1).messages('room');
    expect(String(deep?.content.text)).toBe('deep down');
    expect(deep?.content.replyTo?.id).toBe(root?.id);
    await world.close();
  });
});

describe('a thread on a network without threads', () => {
  it('has what is sent to it come to its parent, as answers to its root', async () => {
    const world = new World([{ thread: false }]);
    await world.open();
    const { root, thread } = await withThread(world);
    const inner = thread.plug.channel('inner', { parent: thread });
    const receipt = await world.clock.wait(thread.send('sent'));
    await world.clock.wait(thread.post('posted'));
    await world.clock.wait(inner.send({ text: 'an answer', replyTo: receipt.refs[0] }));
    await world.clock.settle();
    expect(world.network(0).texts('thread')).toEqual([]);
    expect(world.network(0).texts('inner')).toEqual([]);
    expect(world.texts(0)).toEqual(['the root', 'sent', 'posted', 'an answer']);
    const answered = world
      .network(0)
      .messages('room')
      .map(({ content }) => content.replyTo?.id);
    expect(answered).toEqual([undefined, root, root, receipt.refs[0].id]);
    expect(receipt.refs[0].channel).toEqual(world.channel(0).ref);
    await world.close();
  });

  it('quotes the root where there are no answers either', async () => {
    const world = new World([{ ...bare, thread: false }, {}]);
    world.host.addHook(sync(world));
    await world.open();
    const { thread } = await withThread(world);
    await world.clock.wait(thread.send('sent'));
    expect(world.texts(0)).toEqual(['the root', '> <ann> the root\nsent']);
    await world.close();
  });

  it('is a place of its own where there are', async () => {
    const world = new World([{}]);
    await world.open();
    const { thread } = await withThread(world);
    await world.clock.wait(thread.send('sent'));
    expect(world.network(0).texts('thread')).toEqual(['sent']);
    await world.close();
  });
});

describe('a thread that is bridged itself', () => {
  it('goes where it is bridged, and nowhere else', async () => {
    const world = new World([{}, {}]);
    const thread = world.channel(0).plug.channel('thread', { parent: world.channel(0) });
    world.host.addHook(
      new SyncHook('bridge', { channels: { lobby: world.rooms(), side: [thread, world.channel(1, 'side')] } }),
    );
    await world.open();
    world.network(0).say('thread', 'bob', 'in the thread');
    world.network(1).say('side', 'ann', 'from aside');
    await world.clock.settle();
    expect(world.network(1).texts('side').toSorted()).toEqual(['from aside', 'in the thread']);
    expect(world.texts(1)).toEqual([]);
    expect(world.network(0).texts('thread').toSorted()).toEqual(['from aside', 'in the thread']);
    await world.close();
  });
});
