import { type ChatEvent, defineHook, RichText } from 'tieline';
import { ForwardHook, SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { until, World } from './world.ts';

/** Changes the text of what is said on network `a`, or wherever `where` says. */
function shouting(where: (event: ChatEvent) => boolean) {
  return defineHook('shout', {
    beforeReceive(event) {
      if ((event.type !== 'message' && event.type !== 'edit') || !where(event)) return undefined;
      return { ...event, text: new RichText(String(event.text).toUpperCase()) };
    },
  });
}

describe('what a hook makes of an event before it is carried', () => {
  it('is what is carried: messages and edits', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(shouting(({ plug }) => plug.name === 'a'));
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    const id = world.network(0).say('room', 'ann', 'helo');
    await until(() => world.texts(1)[0] === 'HELO');
    world.network(0).edit('room', id, 'hello');
    await until(() => world.texts(1)[0] === 'HELLO');
    expect(world.network(1).messages('room')[0]?.user.nick).toBe('ann');
  });

  it('is what all hooks together made of it', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(shouting(({ plug }) => plug.name === 'a'));
    const rename = (event: ChatEvent) =>
      event.type === 'message' && event.user ? { ...event, user: { ...event.user, nick: 'zoe' } } : undefined;
    world.host.addHook(defineHook('rename', { beforeReceive: rename }));
    const anonymous = (event: ChatEvent) => {
      if (event.type !== 'message') return undefined;
      const { card: _card, ...rest } = event;
      return rest;
    };
    world.host.addHook(defineHook('plainly', { beforeReceive: anonymous }));
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    world.network(0).say('room', 'ann', { text: new RichText('hi'), card: { title: 'a card' } });
    await until(() => world.texts(1)[0] === 'HI');
    const [copy] = world.network(1).messages('room');
    expect(copy?.user.nick).toBe('zoe');
    expect(copy?.content.card).toBeUndefined();
  });

  it('is what it made of the source, where it changed that', async () => {
    await using world = new World([{}, {}]);
    world.host.addHook(
      defineHook('source', {
        beforeReceive(event) {
          if (event.type !== 'message' || event.plug.name !== 'a') return undefined;
          const source = { ...event.source, text: new RichText('as the source') };
          return { ...event, text: new RichText('as the event'), source };
        },
      }),
    );
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
    await world.host.open();
    world.network(0).say('room', 'ann', 'hi');
    await until(() => world.texts(1)[0] === 'as the source');
  });

  it('leaves whole what is carried on of a copy that was sent in parts', async () => {
    await using world = new World([{}, { text: { unit: 'utf16', maxLength: 20, marks: [] } }, {}]);
    const [a, b, c] = world.rooms();
    if (!a || !b || !c) throw new Error('three rooms');
    world.host.addHook(shouting(({ plug }) => plug.name === 'b'));
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: [a, b] } }));
    world.host.addHook(new ForwardHook('copy', { from: [b], to: [c] }));
    await world.host.open();
    const text = 'more than twenty characters, in several parts';
    world.network(0).say('room', 'ann', text);
    await until(() => world.texts(2).length > 0);
    await world.settle();
    expect(world.texts(1).length).toBeGreaterThan(1);
    expect(world.texts(2)).toEqual([text]);
  });
});
