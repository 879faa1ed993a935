import { type ChatEvent, defineHook, type MediaStore, type Plan } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { bare, type Poorer, World } from './world.ts';

async function bridged(capabilities: readonly Poorer[] = [{}, {}, bare], options = {}): Promise<World> {
  const world = new World(capabilities, options);
  world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
  await world.open();
  return world;
}

/** The newest event of a type, as it came out of the hooks: it has been carried already. */
function newest(world: World, type: ChatEvent['type'], index = 0): ChatEvent {
  const event = world.events.findLast((one) => one.type === type && one.channel === world.channel(index));
  if (event === undefined) throw new Error(`there was no ${type}`);
  return event;
}

async function explained(world: World, event: ChatEvent): Promise<Plan> {
  const before = JSON.stringify([world.networks.map((_, index) => world.texts(index)), world.host.outbox.counts]);
  await world.clock.wait(world.host.explain(event));
  // A second time, since the first must have changed nothing.
  const plan = await world.clock.wait(world.host.explain(event));
  await world.clock.settle();
  expect(JSON.stringify([world.networks.map((_, index) => world.texts(index)), world.host.outbox.counts])).toBe(before);
  return plan;
}

function shown({ targets }: Plan): unknown[] {
  return targets.map(({ hook, channel, calls, parts, as, degraded }) => {
    const texts = parts.map(({ text }) => String(text ?? ''));
    const losses = degraded.map(({ what, how }) => `${what}: ${how}`);
    return [hook, String(channel), calls.map(({ call }) => call), texts, as?.nick, losses];
  });
}

describe('explain() tells what would come of', () => {
  it('a message: who sees it, what each network gets of it, and what is lost', async () => {
    const world = await bridged();
    world.host.addHook(defineHook('log', { onReceive: () => undefined }), { priority: 1 });
    world.host.addHook(defineHook('sends only', { beforeSend: () => undefined }));
    await world.clock.settle();
    await world.say(0, 'ann', { text: 'look', attachments: [{ type: 'file', kind: 'image', name: 'cat.png' }] });
    const plan = await explained(world, newest(world, 'message'));
    expect(plan.hooks).toEqual(['log', 'bridge']);
    expect(shown(plan)).toEqual([
      ['bridge', 'b/room', ['put'], ['look\n[image: cat.png]'], 'ann', ['attachment: text']],
      [
        'bridge',
        'c/room',
        ['put'],
        ['<ann> look\n[image: cat.png]'],
        undefined,
        ['author: prefix', 'attachment: text'],
      ],
    ]);
    expect([world.texts(1), world.texts(2)]).toEqual([['look\n[image: cat.png]'], ['<ann> look\n[image: cat.png]']]);
    await world.close();
  });

  it('an edit, before it is carried and after: in place, or a correction', async () => {
    const world = await bridged();
    const plans: Promise<Plan>[] = [];
    const ask = (event: ChatEvent): void => {
      if (event.type === 'edit' && !event.self) plans.push(world.host.explain(event));
    };
    world.host.addHook(defineHook('asks', { beforeReceive: ask }));
    await world.clock.settle();
    const id = await world.say(0, 'ann', 'the cat sat on teh mat');
    world.network(0).edit('room', id, 'the cat sat on the mat');
    await world.clock.settle();
    const [before] = await world.clock.wait(Promise.all(plans));
    for (const plan of [before!, await explained(world, newest(world, 'edit'))]) {
      expect(shown(plan)).toEqual([
        ['bridge', 'b/room', ['edit'], ['the cat sat on the mat'], 'ann', []],
        ['bridge', 'c/room', ['put'], ['<ann> s/teh/the/'], undefined, ['author: prefix', 'edit: correction']],
      ]);
    }
    expect([world.texts(1), world.texts(2)]).toEqual([
      ['the cat sat on the mat'],
      ['<ann> the cat sat on teh mat', '<ann> s/teh/the/'],
    ]);
    await world.close();
  });

  it('a reaction: natively, or in a notice', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'hello');
    world.network(0).react('room', id, 'bob', '👍');
    await world.clock.settle();
    expect(shown(await explained(world, newest(world, 'reaction')))).toEqual([
      ['bridge', 'b/room', ['reaction'], [], undefined, []],
      ['bridge', 'c/room', ['put'], ['bob reacted 👍 to “hello”'], undefined, ['reaction: notice']],
    ]);
    await world.close();
    expect(world.texts(2)).toEqual(['<ann> hello', 'bob reacted 👍 to “hello”']);
  });

  it('a deletion: natively, or in a notice', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'hello');
    world.network(0).remove('room', id);
    await world.clock.settle();
    expect(shown(await explained(world, newest(world, 'delete')))).toEqual([
      ['bridge', 'b/room', ['delete'], [], undefined, []],
      ['bridge', 'c/room', ['put'], ['ann deleted: “hello”'], undefined, ['delete: notice']],
    ]);
    await world.close();
  });

  it('a change to what never came there: it says so', async () => {
    const world = await bridged();
    const id = world.network(0).say('room', 'ann', 'hello');
    await world.clock.settle();
    const reaction = {
      ...newest(world, 'message'),
      type: 'reaction',
      emoji: '👍',
      removed: false,
    } as unknown as ChatEvent;
    const unknown = { ...reaction, ref: { kind: 'message', channel: world.channel(0).ref, id: `${id}0` } } as ChatEvent;
    const plan = await explained(world, unknown);
    expect(plan.targets.map(({ degraded }) => degraded)).toEqual(
      [1, 2].map(() => [{ what: 'reaction', how: 'dropped' }]),
    );
    await world.close();
  });

  it('a copy: it goes on, but not back', async () => {
    const world = new World([{}, {}, bare]);
    const [a, b, c] = world.rooms();
    world.host.addHook(new SyncHook('first', { channels: { lobby: [a!, b!] } }));
    world.host.addHook(new SyncHook('second', { channels: { lobby: [b!, c!] } }));
    world.host.addHook(new SyncHook('twice', { channels: { lobby: [b!, c!] } }));
    await world.open();
    await world.say(0, 'ann', 'hello');
    expect(shown(await explained(world, newest(world, 'message', 0)))).toEqual([
      ['first', 'b/room', ['put'], ['hello'], 'ann', []],
    ]);
    expect(shown(await explained(world, newest(world, 'message', 1)))).toEqual([
      ['second', 'c/room', ['put'], ['<ann> hello'], undefined, ['author: prefix']],
    ]);
    await world.close();
  });

  it('who comes, where that is told', async () => {
    const world = new World([{}, bare]);
    world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() }, joins: true }));
    await world.open();
    world.network(0).join('room', 'ann');
    await world.clock.settle();
    expect(shown(await explained(world, newest(world, 'join')))).toEqual([
      ['bridge', 'b/room', ['put'], ['* ann joined'], undefined, ['author: prefix']],
    ]);
    await world.close();
  });

  it('a file that the media store would serve, without giving it the file', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('not to be asked'));
    const media: MediaStore = { open: async () => undefined, close: async () => undefined, sweep: refuse, put: refuse };
    const world = await bridged([{}, bare], { media });
    const open = refuse;
    await world.say(0, 'ann', { attachments: [{ type: 'file', kind: 'image', name: 'cat.png', open }] });
    expect(shown(await explained(world, newest(world, 'message')))).toEqual([
      [
        'bridge',
        'b/room',
        ['put'],
        ['<ann> cat.png (https://media.invalid/cat.png)'],
        undefined,
        ['author: prefix', 'attachment: link'],
      ],
    ]);
    await world.close();
  });
});
