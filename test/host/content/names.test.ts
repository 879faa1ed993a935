import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { bare, type Poorer, World } from './world.ts';

async function bridged(target: Poorer, options: object): Promise<World> {
  const world = new World([{}, target, {}]);
  const config = { channels: { lobby: world.rooms().slice(0, 2) }, plugs: { b: options } };
  world.host.addHook(new SyncHook('bridge', config));
  await world.open();
  return world;
}

describe('names that are not repeated', () => {
  const once = { repeatNames: false };

  it('stand before the first of somebody’s messages, and again after anybody else’s', async () => {
    const world = await bridged(bare, once);
    for (const nick of ['ann', 'ann', 'bob', 'ann']) await world.say(0, nick, `by ${nick}`);
    await world.say(1, 'carol', 'hi');
    await world.say(0, 'ann', 'by ann');
    expect(world.texts(1)).toEqual(['<ann> by ann', 'by ann', '<bob> by bob', '<ann> by ann', 'hi', '<ann> by ann']);
    await world.close();
  });

  it('stand there again after what the bridge itself says, and after a while', async () => {
    const world = await bridged(bare, once);
    await world.say(0, 'ann', 'one');
    await world.clock.wait(world.channel(1).send('beep'));
    await world.say(0, 'ann', 'two');
    await world.clock.advance(299_000);
    await world.say(0, 'ann', 'three');
    await world.clock.advance(301_000);
    await world.say(0, 'ann', 'four');
    expect(world.texts(1)).toEqual(['<ann> one', 'beep', '<ann> two', 'three', '<ann> four']);
    await world.close();
  });

  it('stand there again after an outage, when others may have spoken unheard', async () => {
    const world = await bridged(bare, once);
    await world.say(0, 'ann', 'one');
    world.network(1).cut();
    world.network(1).mend();
    await world.clock.advance(5000);
    await world.say(0, 'ann', 'two');
    expect(world.texts(1)).toEqual(['<ann> one', '<ann> two']);
    await world.close();
  });

  it('always stand before what somebody does or answers', async () => {
    const world = await bridged(bare, once);
    const asked = await world.say(0, 'ann', 'one');
    await world.say(0, 'ann', { text: 'waves', action: true });
    await world.say(0, 'ann', { text: 'two', replyTo: { kind: 'message', channel: world.channel(0).ref, id: asked } });
    expect(world.texts(1)).toEqual(['<ann> one', '* ann waves', '> <ann> one\n<ann> two']);
    await world.close();
  });

  it('come with a message that was not delivered before the next', async () => {
    const world = await bridged({ ...bare, pipeline: 8 }, once);
    await world.say(0, 'bob', 'zero');
    world.network(1).beforeSend = (_source, _account, { text }) => {
      if (String(text).includes('one')) throw Object.assign(new Error('refused'), { retryable: false, certain: true });
    };
    for (const text of ['one', 'two']) world.network(0).say('room', 'ann', text);
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<bob> zero', '<ann> two']);
    await world.close();
  });

  it('do not come with an edit of what went without', async () => {
    const world = await bridged({ ...bare, edit: true }, once);
    const [one, two] = [await world.say(0, 'ann', 'one'), await world.say(0, 'ann', 'two')];
    world.network(0).edit('room', one, 'one!');
    world.network(0).edit('room', two, 'two!');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<ann> one!', 'two!']);
    await world.close();
  });

  it('but with a correction', async () => {
    const world = await bridged(bare, once);
    await world.say(0, 'ann', 'one');
    const two = await world.say(0, 'ann', 'two is a number');
    world.network(0).edit('room', two, 'two was a number');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<ann> one', 'two is a number', '<ann> s/is/was/']);
    await world.close();
  });

  it('is said in the receipt', async () => {
    const world = await bridged(bare, {});
    const user = { kind: 'user', network: 'elsewhere', id: '1', nick: 'ann' } as const;
    const send = (text: string) => world.clock.wait(world.channel(1).send({ text, user }, { repeatNames: false }));
    expect((await send('one')).degraded).toEqual([{ what: 'author', how: 'prefix' }]);
    expect((await send('two')).degraded).toEqual([{ what: 'author', how: 'continued' }]);
    await world.close();
  });
});

describe('guarded names', () => {
  it('are not the names that clients look for, wherever they stand', async () => {
    const world = await bridged(bare, { guardNames: true });
    const id = await world.say(0, 'ann', 'hello');
    await world.say(0, 'bob', { text: 'hi', replyTo: { kind: 'message', channel: world.channel(0).ref, id } });
    world.network(0).react('room', id, 'eve', '👍');
    await world.clock.advance(10_000);
    world.network(0).remove('room', id);
    await world.close();
    const all = world.texts(1).join('\n');
    expect(all).not.toMatch(/ann|bob|eve/);
    expect(all.replaceAll('\u200d', '')).toMatch(/<ann> hello.*<bob> hi.*eve reacted 👍.*ann deleted/s);
  });
});
