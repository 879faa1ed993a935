import { messageRef } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { bare, World } from './world.ts';

async function bridged(...capabilities: ConstructorParameters<typeof World>[0][]): Promise<World> {
  const world = new World(capabilities.flat());
  world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
  await world.open();
  return world;
}

describe('an answer', () => {
  it('to what the bridge posted quotes who said it, not the bridge', async () => {
    // On b the bridge shows authors in the text; c knows no answers.
    const world = await bridged([{}, { impersonate: false }, bare]);
    await world.say(0, 'ann', 'shall we?');
    const copy = world.id(1, '<ann> shall we?');
    const quoted = { user: { ...world.plugs[1]!.self! }, text: world.network(1).messages('room')[0]!.content.text! };
    await world.say(1, 'bob', { text: 'yes', replyTo: messageRef(world.channel(1).ref, copy), quoted });
    expect(world.texts(2)).toEqual(['<ann> shall we?', '> <ann> shall we?\n<bob> yes']);
    await world.close();
  });

  it('is quoted though its network gave no more than the id of what it answers', async () => {
    const world = await bridged([{}, bare]);
    const id = await world.say(0, 'ann', 'shall we?');
    await world.say(0, 'bob', { text: 'yes', replyTo: messageRef(world.channel(0).ref, id) });
    expect(world.texts(1)).toEqual(['<ann> shall we?', '> <ann> shall we?\n<bob> yes']);
    await world.close();
  });

  it('quotes what was said last, after an edit', async () => {
    const world = await bridged([{}, { ...bare, edit: true }]);
    const id = await world.say(0, 'ann', 'shall wee?');
    world.network(0).edit('room', id, 'shall we?');
    await world.say(0, 'bob', { text: 'yes', replyTo: messageRef(world.channel(0).ref, id) });
    expect(world.texts(1)).toEqual(['<ann> shall we?', '> <ann> shall we?\n<bob> yes']);
    await world.close();
  });

  it('of the bridge itself quotes the original, too', async () => {
    const world = await bridged([{}, bare]);
    await world.say(0, 'ann', 'anybody?');
    const ref = messageRef(world.channel(1).ref, world.id(1, '<ann> anybody?'));
    await world.clock.wait(world.channel(1).send({ text: 'me', replyTo: ref }));
    expect(world.texts(1)).toEqual(['<ann> anybody?', '> <ann> anybody?\nme']);
    await world.close();
  });

  it('stays one when it is edited', async () => {
    const world = await bridged([{}, {}, { ...bare, edit: true }]);
    const id = await world.say(0, 'ann', 'shall we?');
    const replyTo = messageRef(world.channel(0).ref, id);
    const answer = await world.say(0, 'bob', { text: 'yess', replyTo });
    world.network(0).edit('room', answer, { text: 'yes', replyTo });
    await world.clock.settle();
    const [asked, answered] = world.network(1).messages('room');
    expect(String(answered?.content.text)).toBe('yes');
    expect(answered?.content.replyTo?.id).toBe(asked?.id);
    expect(world.texts(2)).toEqual(['<ann> shall we?', '> <ann> shall we?\n<bob> yes']);
    await world.close();
  });
});
