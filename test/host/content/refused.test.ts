import { type MessageRef, messageRef, UnsupportedError } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { MemoryPlug } from 'tieline/plugs/memory';
import { describe, expect, it } from 'vitest';
import { bare, World } from './world.ts';

/** A network that has edits and reactions, but not of all messages and with all emoji. */
class PickyPlug extends MemoryPlug {
  protected override async putReaction(
    ...[ref, emoji, on]: Parameters<NonNullable<MemoryPlug['putReaction']>>
  ): Promise<void> {
    if (emoji.startsWith(':')) throw new UnsupportedError(`there is no ${emoji} here`, { capability: 'reaction' });
    await super.putReaction(ref, emoji, on);
  }

  protected override putEdit(ref: MessageRef): Promise<void> {
    throw new UnsupportedError(`${ref.id} is locked`, { capability: 'edit' });
  }
}

async function bridged(): Promise<World> {
  const world = new World([{}, bare]);
  const picky = new PickyPlug('picky', {
    network: world.network(1),
    account: 'picky',
    capabilities: { impersonate: false },
  });
  world.host.addPlug(picky);
  const lobby = [world.channel(0), picky.channel('picky')];
  world.host.addHook(new SyncHook('bridge', { channels: { lobby } }));
  await world.open();
  return world;
}

describe('what a network refuses though it has it in general', () => {
  it('a reaction with an emoji that it has not is told of', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'hello');
    for (const nick of ['bob', 'eve']) world.network(0).react('room', id, nick, `:${nick}_parrot:`);
    world.network(0).react('room', id, 'joe', '👍');
    await world.clock.advance(11_000);
    const texts = world.network(1).texts('picky');
    expect(texts).toEqual(['<ann> hello', 'bob reacted :bob_parrot:, eve reacted :eve_parrot: to “hello”']);
    expect([...(world.network(1).messages('picky')[0]?.reactions.keys() ?? [])]).toEqual(['👍']);
    expect(world.host.outbox.counts).toMatchObject({ pending: 0, sending: 0, dead: 0, sent: 4 });
    await world.close();
  });

  it('a shortcode from elsewhere is its character', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'hello');
    world.network(0).react('room', id, 'bob', ':tada:');
    await world.clock.settle();
    expect([...(world.network(1).messages('picky')[0]?.reactions.keys() ?? [])]).toEqual(['🎉']);
    await world.close();
  });

  it('an edit becomes a correction', async () => {
    const world = await bridged();
    const id = await world.say(0, 'ann', 'the cat sat on teh mat');
    world.network(0).edit('room', id, 'the cat sat on the mat');
    await world.clock.advance(1);
    expect(world.network(1).texts('picky')).toEqual(['<ann> the cat sat on teh mat', '<ann> s/teh/the/']);
    expect(world.host.outbox.counts).toMatchObject({ dead: 0, sent: 2 });
    await world.close();
  });

  it('is refused to a caller who does not ask for anything else, and done otherwise for one who does', async () => {
    const world = await bridged();
    const channel = world.host.plug('picky')!.channel('picky');
    const sent = await world.clock.wait(channel.send('hello'));
    const ref = messageRef(channel.ref, sent.refs[0].id);
    await expect(world.clock.wait(channel.react(ref, ':party_parrot:'))).rejects.toThrow(
      'there is no :party_parrot: here',
    );
    const receipt = await world.clock.wait(channel.react(ref, ':party_parrot:', true, { degrade: true }));
    expect(receipt.degraded).toEqual([{ what: 'reaction', how: 'notice' }]);
    expect(world.network(1).texts('picky')).toEqual(['hello', 'somebody reacted :party_parrot: to “hello”']);
    await world.close();
  });
});
