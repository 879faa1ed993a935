import { memoryStore, messageRef } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { describe, expect, it } from 'vitest';
import { bare, type Poorer, World } from './world.ts';

async function bridged(capabilities: readonly Poorer[] = [{}, bare], options = {}, before?: World): Promise<World> {
  const world = new World(capabilities, options, before);
  world
    .rooms()
    .slice(1)
    .forEach((room, index) => {
      const lobby = [world.rooms()[index]!, room];
      world.host.addHook(new SyncHook(`bridge ${index}`, { channels: { lobby } }));
    });
  await world.open();
  return world;
}

const ten = ['ann', 'bob', 'carol', 'dave', 'eve', 'fay', 'gus', 'hal', 'ivy', 'joe'];

describe('reactions where a network has none', () => {
  it('ten within ten seconds are told of at once, and hold nothing up', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ten) {
      world.network(0).react('room', id, nick, '👍');
      await world.clock.advance(900);
    }
    await world.say(0, 'zoe', 'meanwhile');
    expect(world.texts(1)).toEqual(['<zoe> hello', '<zoe> meanwhile']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 10 });
    await world.clock.advance(1000);
    expect(world.texts(1).slice(2)).toEqual(['ann, bob, carol and 7 others reacted 👍 to “hello”']);
    const rows = await world.clock.wait(world.host.outbox.list());
    const reactions = rows.filter(({ action }) => (action as { kind: string }).kind === 'reaction');
    expect(reactions.map(({ state, refs }) => [state, refs.length, refs[0]?.id])).toEqual(
      ten.map(() => ['sent', 1, world.network(1).messages('room')[2]?.id]),
    );
    await world.close();
  });

  it('each message has its own notice, and later ones another', async () => {
    const world = await bridged();
    const [one, two] = [await world.say(0, 'zoe', 'one'), await world.say(0, 'zoe', 'two')];
    world.network(0).react('room', one, 'ann', '👍');
    world.network(0).react('room', two, 'bob', '👎');
    await world.clock.advance(10_000);
    world.network(0).react('room', one, 'eve', '🎉');
    await world.clock.advance(10_000);
    expect(world.texts(1).slice(2)).toEqual([
      'ann reacted 👍 to “one”',
      'bob reacted 👎 to “two”',
      'eve reacted 🎉 to “one”',
    ]);
    await world.close();
  });

  it('what is taken back meanwhile is not told of', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    world.network(0).react('room', id, 'ann', '👍');
    await world.clock.advance(2000);
    world.network(0).react('room', id, 'ann', '👍', true);
    await world.clock.advance(20_000);
    expect(world.texts(1)).toEqual(['<zoe> hello']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, dead: 0, sent: 3 });
    await world.close();
  });

  it('a close sends what is gathered, as one', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ten) world.network(0).react('room', id, nick, '👍');
    await world.close();
    expect(world.texts(1)).toEqual(['<zoe> hello', 'ann, bob, carol and 7 others reacted 👍 to “hello”']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, sent: 11 });
  });

  it('so does the removal of the plug', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    world.network(0).react('room', id, 'ann', '👍');
    await world.clock.settle();
    await world.clock.wait(world.host.removePlug('b'), 5000);
    expect(world.texts(1)).toEqual(['<zoe> hello', 'ann reacted 👍 to “hello”']);
    await world.close();
  });

  it('a crash loses none of them', async () => {
    const store = memoryStore({ lasting: true });
    const first = await bridged([{}, bare], { store });
    const id = await first.say(0, 'zoe', 'hello');
    for (const nick of ['ann', 'bob']) first.network(0).react('room', id, nick, '👍');
    await first.clock.advance(5000);
    const disk = store.crash();
    first.die();
    const second = await bridged([{}, bare], { store: disk }, first);
    expect(second.host.outbox.counts).toMatchObject({ pending: 2, uncertain: 0 });
    await second.clock.advance(10_000);
    expect(second.texts(1)).toEqual(['<zoe> hello', 'ann and bob reacted 👍 to “hello”']);
    await second.close();
  });

  it('a notice that fails goes again, with all of them', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ['ann', 'bob']) world.network(0).react('room', id, nick, '👍');
    let refused = 0;
    world.network(1).beforeSend = () => {
      refused += 1;
      if (refused < 3) throw Object.assign(new Error('busy'), { certain: true });
    };
    await world.clock.advance(30_000);
    expect(world.texts(1)).toEqual(['<zoe> hello', 'ann and bob reacted 👍 to “hello”']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sent: 3 });
    expect(world.host.outbox.totals).toMatchObject({ retried: 4 });
    await world.close();
  });

  it('a notice that is refused for good leaves all of them dead', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ['ann', 'bob']) world.network(0).react('room', id, nick, '👍');
    world.network(1).beforeSend = () => {
      throw Object.assign(new Error('never'), { certain: true, retryable: false });
    };
    await world.clock.advance(30_000);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sent: 1, dead: 2 });
    await world.close();
  });

  it('wait for a network that is away, and are told of when it is back', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    world.network(1).cut();
    for (const nick of ['ann', 'bob']) world.network(0).react('room', id, nick, '👍');
    await world.clock.advance(60_000);
    world.network(1).mend();
    await world.clock.advance(60_000);
    expect(world.texts(1)).toEqual(['<zoe> hello', 'ann and bob reacted 👍 to “hello”']);
    await world.close();
  });

  it('one that is discarded meanwhile is left out', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ['ann', 'bob']) world.network(0).react('room', id, nick, '👍');
    await world.clock.settle();
    const [row] = await world.clock.wait(world.host.outbox.list({ state: 'pending' }));
    await world.clock.wait(world.host.outbox.discard(row!.id));
    await world.clock.advance(10_000);
    expect(world.texts(1)).toEqual(['<zoe> hello', 'bob reacted 👍 to “hello”']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, sent: 2 });
    await world.close();
  });

  it('pass on to where the network is bridged further, though it has none itself', async () => {
    const world = await bridged([{}, bare, {}]);
    const id = await world.say(0, 'zoe', 'hello');
    for (const nick of ['ann', 'bob']) world.network(0).react('room', id, nick, '👍');
    await world.clock.advance(10_000);
    const [copy] = world.network(2).messages('room');
    expect([...(copy?.reactions ?? [])].map(([emoji, people]) => [emoji, people.size])).toEqual([['👍', 1]]);
    expect(world.texts(2)).toEqual(['hello']);
    await world.close();
  });

  it('a direct one is told of at once', async () => {
    const world = await bridged();
    const sent = await world.clock.wait(world.channel(1).send('hello'));
    const ref = messageRef(world.channel(1).ref, sent.refs[0].id);
    const receipt = await world.clock.wait(world.channel(1).react(ref, '👍', true, { degrade: true }), 1000);
    expect(world.texts(1)).toEqual(['hello', 'somebody reacted 👍 to “hello”']);
    expect(receipt.degraded).toEqual([{ what: 'reaction', how: 'notice' }]);
    await world.close();
  });

  it('a flood of them is told of in pieces', async () => {
    const world = await bridged();
    const id = await world.say(0, 'zoe', 'hello');
    for (let count = 0; count < 250; count += 1) world.network(0).react('room', id, `p${count}`, '👍');
    await world.clock.settle();
    expect(world.texts(1)).toHaveLength(3);
    await world.close();
    expect(world.texts(1)).toHaveLength(4);
  });
});
