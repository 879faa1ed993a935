import { memoryStore, messageRef, UnsupportedError } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { type Poorer, World } from './world.ts';

const HOUR = 3_600_000;
const young: Poorer = { edit: { maxAgeMs: HOUR }, delete: { maxAgeMs: HOUR }, impersonate: false };

async function bridged(options = {}, before?: World): Promise<World> {
  const world = new World([{}, young], options, before);
  world.host.addHook(new SyncHook('bridge', { channels: { lobby: world.rooms() } }));
  await world.open();
  return world;
}

describe('where a network lets change only what is young', () => {
  it('an edit in time is made in place, a late one is a correction', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'the cat sat on teh mat');
    await world.clock.advance(HOUR - 1000);
    world.network(0).edit('room', id, 'the cat sat on the mat');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<ann> the cat sat on the mat']);
    await world.clock.advance(2000);
    world.network(0).edit('room', id, 'the cat sat on a mat');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<ann> the cat sat on the mat', expect.stringMatching(/^<ann> s\/.*\/.*a/)]);
    await world.close();
  });

  it('a late deletion is told of', async () => {
    const world = await bridged();
    const [early, late] = [await world.say(0, 'ann', 'one'), await world.say(0, 'ann', 'two')];
    world.network(0).remove('room', early);
    await world.clock.advance(HOUR + 1000);
    world.network(0).remove('room', late);
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['<ann> two', 'ann deleted: “two”']);
    await world.close();
  });

  it('it is as old after a restart', async () => {
    const store = memoryStore({ lasting: true });
    const first = await bridged({ store });
    const [one, two] = [await first.say(0, 'ann', 'one'), await first.say(0, 'ann', 'two')];
    await first.clock.advance(HOUR - 10_000);
    // A change keeps a message as old as it is.
    first.network(0).edit('room', two, 'two!');
    await first.close();
    const second = await bridged({ store }, first);
    second.network(0).edit('room', one, 'one!');
    await second.clock.settle();
    expect(second.texts(1)).toEqual(['<ann> one!', '<ann> two!']);
    await second.clock.advance(20_000);
    second.network(0).remove('room', one);
    second.network(0).remove('room', two);
    await second.clock.settle();
    expect(second.texts(1).slice(2)).toEqual(['ann deleted: “one!”', 'ann deleted: “two!”']);
    await second.close();
  });

  it('somebody else’s message, too', async () => {
    const world = await bridged();
    // The moderator deletes the copy, and the original follows while it can.
    await world.say(1, 'bob', 'spam');
    await world.clock.advance(HOUR + 1000);
    world.network(0).remove('room', world.id(0, 'spam'), 'moderator');
    await world.clock.settle();
    expect(world.texts(1)).toEqual(['spam', 'bob deleted: “spam”']);
    await world.close();
  });

  it('a direct late edit is refused, and says why', async () => {
    const world = await bridged();
    const sent = await world.clock.wait(world.channel(1).send('hello'));
    await world.clock.advance(HOUR + 1000);
    const late = world.channel(1).edit(messageRef(world.channel(1).ref, sent.refs[0].id), 'hullo');
    await expect(world.clock.wait(late)).rejects.toThrow(UnsupportedError);
    await expect(late).rejects.toThrow(/too old/);
    await world.close();
  });
});
