import { type ChatEvent, RichText } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { plain, until, World } from './world.ts';

describe('SyncHook carries what is said', () => {
  it('to every other channel of the conversation, once, in the name of its author', async () => {
    await using world = new World([{}, {}, plain]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'hello');
    world.network(2).say('room', 'bob', 'hi ann');
    await world.settle();
    expect(world.texts(0)).toEqual(['hello', 'hi ann']);
    expect(world.texts(1).toSorted()).toEqual(['hello', 'hi ann']);
    expect(world.texts(2)).toEqual(['hi ann', '<ann> hello']);
    const [, copy] = world.network(0).messages('room');
    expect(copy?.user).toMatchObject({ nick: 'bob' });
  });

  it('and nothing else from anywhere else', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    world.network(0).say('elsewhere', 'ann', 'psst');
    await world.settle();
    expect(world.network(1).sources()).toEqual([]);
  });

  it('in every conversation that a channel is in', async () => {
    await using world = new World([{}, {}, {}]);
    const [a, b, c] = world.rooms();
    if (!a || !b || !c) throw new Error('three rooms');
    world.host.addHook(new SyncHook('bridge', { channels: { one: [a, b], two: [a, c] } }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'to both');
    world.network(1).say('room', 'bob', 'to one');
    await world.settle();
    expect(world.texts(1)).toEqual(['to one', 'to both']);
    // What bob said came into the shared channel, and from there into the other conversation.
    expect(world.texts(2).toSorted()).toEqual(['to both', 'to one']);
  });

  it('what a bot says through the host, under its own name and without a prefix', async () => {
    await using world = new World([plain, plain]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    await world.channel(0).send('I am a bot');
    await world.settle();
    expect(world.texts(0)).toEqual(['I am a bot']);
    expect(world.texts(1)).toEqual(['I am a bot']);
  });

  it('what a bot answers, before or after what it answers has been carried', async () => {
    await using world = new World([plain, plain]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    const asked = world.network(0).say('room', 'ann', 'ping?');
    await until(() => world.texts(1).length === 1);
    const [ref] = (
      await world
        .channel(0)
        .send({ text: 'pong', replyTo: { kind: 'message', channel: world.channel(0).ref, id: asked } })
    ).refs;
    await world.settle();
    expect(ref.id).toBe(world.id(0, 'pong'));
    const [question, answer] = world.network(1).messages('room');
    expect(String(answer?.content.text)).toBe('pong');
    expect(answer?.content.replyTo?.id).toBe(question?.id);
  });

  it('a reply as a reply to the copy of what it answers', async () => {
    await using world = new World([{}, {}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'question');
    await until(() => world.texts(1).length === 1 && world.texts(2).length === 1);
    const replyTo = { kind: 'message', channel: world.channel(1).ref, id: world.id(1, 'question') } as const;
    world.network(1).say('room', 'bob', { text: 'answer', replyTo });
    await world.settle();
    for (const index of [0, 2]) {
      const answer = world.network(index).messages('room').at(-1);
      expect(answer?.content.replyTo?.id).toBe(world.id(index, 'question'));
    }
  });

  it('a long message in parts, as one message to everybody else', async () => {
    const short = { ...plain, text: { unit: 'utf16', maxLength: 20, marks: [] } } as const;
    await using world = new World([{}, short, {}]);
    const [a, b, c] = world.rooms();
    if (!a || !b || !c) throw new Error('three rooms');
    world.host.addHook(new SyncHook('first', { channels: { lobby: [a, b] } }));
    world.host.addHook(new SyncHook('second', { channels: { lobby: [b, c] } }));
    await world.host.open();
    const text = 'one two three four five six seven eight nine ten';
    world.network(0).say('room', 'ann', text);
    await world.settle();
    expect(world.texts(1).length).toBeGreaterThan(2);
    expect(world.texts(2)).toEqual([text]);
  });

  it('a thread that is not bridged itself where its parent goes, as replies to its root', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    const root = world.network(0).say('room', 'ann', 'the root');
    world.channel(0).plug.channel('thread', { parent: world.channel(0), root });
    await until(() => world.texts(1).length === 1);
    world.network(0).say('thread', 'bob', 'in the thread');
    await world.settle();
    const [copyOfRoot, inThread] = world.network(1).messages('room');
    expect(String(inThread?.content.text)).toBe('in the thread');
    expect(inThread?.content.replyTo?.id).toBe(copyOfRoot?.id);
    expect(world.texts(0)).toEqual(['the root']);
  });

  it('marks, files and cards', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    const text = new RichText([{ text: 'look', bold: true }, { text: ' here' }]);
    const attachments = [{ type: 'file', kind: 'image', url: 'https://example.org/cat.png', name: 'cat.png' }] as const;
    world.network(0).say('room', 'ann', { text, attachments, card: { title: 'A card' } });
    await world.settle();
    const [copy] = world.network(1).messages('room');
    expect(copy?.content.text?.toJSON()).toEqual(text.toJSON());
    expect(copy?.content).toMatchObject({ attachments, card: { title: 'A card' } });
  });

  it('without pinging anybody, unless it is told that it may', async () => {
    await using world = new World([{}, plain, plain]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, plugs: { c: { pings: true } } }));
    await world.host.open();
    world
      .network(0)
      .say('room', 'ann', new RichText([{ text: '@everyone', mention: 'everyone' }, { text: ' wake up' }]));
    await world.settle();
    const [quiet] = world.network(1).messages('room');
    const [loud] = world.network(2).messages('room');
    expect(quiet?.content.text?.segments.some(({ mention }) => mention === 'everyone')).toBe(false);
    expect(loud?.content.text?.segments.some(({ mention }) => mention === 'everyone')).toBe(true);
  });

  it('only what is accepted', async () => {
    await using world = new World([{}, {}]);
    const accept = (event: ChatEvent): boolean => event.type !== 'message' || !String(event.text).includes('secret');
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, accept }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'a secret');
    world.network(0).say('room', 'ann', 'no news');
    await world.settle();
    expect(world.texts(1)).toEqual(['no news']);
  });
});
