import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalDiscord, MessageRecord } from '../../../plugs/discord/test/server/index.ts';
import { describeWith } from '../../servers/require.ts';
import { fromDiscord, fromIrc } from './cases.ts';
import { createWorld, type World } from './world.ts';

/** A request as it matters: what is sent, without what is different each time. */
function shown(discord: LocalDiscord, from: number): unknown[] {
  return discord.requests.slice(from).flatMap(({ method, route, body, files }) => {
    if (method === 'GET' || route?.endsWith('/webhooks')) return [];
    const { nonce: _, ...rest } = (body ?? {}) as Record<string, unknown>;
    const json = JSON.stringify({ method, route, ...rest, ...(files.length > 0 && { files: files.length }) });
    return [JSON.parse(json.replaceAll(/\d{17,20}/g, '<id>').replaceAll(discord.cdn, '<cdn>'))];
  });
}

describeWith('ngircd', 'between IRC and Discord', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
    // The webhook is found or made once, before what is looked at.
    world.bob.say('#lobby', 'first');
    await world.discord.until(() => world.discord.messages(world.lobby).length === 1);
  });
  afterAll(() => world.close());

  it.each(fromIrc)('what is said on IRC looks right on Discord: %s', async (_name, text) => {
    const { discord, lobby, bob } = world;
    const from = discord.requests.length;
    const count = discord.messages(lobby).length;
    bob.say('#lobby', text);
    await discord.until(() => discord.messages(lobby).length > count);
    expect(shown(discord, from)).toMatchSnapshot();
    expect(discord.requests.slice(from).filter(({ response }) => (response?.status ?? 0) >= 400)).toEqual([]);
  });

  it.each(fromDiscord)('what is said on Discord looks right on IRC: %s', async (_name, say) => {
    const { bob, discord } = world;
    const from = bob.messages('#lobby').length;
    await say(world);
    // A last word tells that all is through, in order.
    const end = `end-${from}`;
    discord.say(world.lobby, world.alice, end);
    await bob.until(() => bob.messages('#lobby').some(({ text }) => text.includes(end)) || undefined, end);
    const lines = bob.messages('#lobby').slice(from, -1);
    expect(
      lines.map(({ text }) =>
        text
          .replaceAll(discord.cdn, '<cdn>')
          .replaceAll(/\?ex=\w+&is=\w+&hm=\w+&/g, '')
          .replaceAll(/\d{17,20}/g, '<id>'),
      ),
    ).toMatchSnapshot();
  });
});

describeWith('ngircd', 'after a restart of the bridge', () => {
  it('edits, deletes, reactions and replies find their counterpart', async () => {
    const world = await createWorld();
    const { discord, lobby, alice, bob } = world;
    bob.say('#lobby', 'from irc');
    await discord.until(() => discord.messages(lobby).length === 1);
    const said = discord.say(lobby, alice, 'from discord');
    await bob.waitForMessages('#lobby', 1);
    await world.restart();
    const copy = [...lobby.messages.values()][0] as MessageRecord;
    discord.say(lobby, alice, 'I agree', { replyTo: copy });
    discord.edit(said, 'from Discord');
    await bob.waitForMessages('#lobby', 4);
    discord.remove(said);
    await bob.waitForMessages('#lobby', 5);
    // Reactions are gathered for ten seconds, or until the bridge closes.
    const noticed = world.heard('reaction');
    discord.react(copy, alice, '👍');
    await noticed;
    await world.host.close();
    await bob.waitForMessages('#lobby', 6);
    expect(bob.messages('#lobby').map(({ text }) => text)).toMatchSnapshot();
    await world.close();
  });
});
