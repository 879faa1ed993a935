import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { IrcPeer } from '../../servers/irc-peer.ts';
import { describeWith } from '../../servers/require.ts';
import { createWorld, type World } from './world.ts';

const rooms = Array.from({ length: 20 }, (_, index) => `room${index}`);
const perRoom = 500;
/** As a real channel's limit of 5 in 5 s, fifty times faster. */
const limit = { method: 'POST', route: '/webhooks/:webhook/:token', limit: 5, perMs: 100 };

/** Sends so many messages, one after another, each when the one before has arrived. */
async function passage({ discord, lobby }: World, peer: IrcPeer, word: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const text = `${word} ${index}`;
    peer.say('#lobby', text);
    await discord.until(() => discord.messages(lobby).at(-1)?.content === text, 20_000);
    // Its own channel's limit is not what is looked at.
    await delay(limit.perMs / 2);
  }
}

describeWith('ngircd', 'ten thousand messages from IRC under a rate limit of five a channel', () => {
  it('arrive, each once and in order, and another channel never waits', async () => {
    const world = await createWorld(rooms);
    const { discord, places, bob } = world;
    const carol = await IrcPeer.connect({ port: world.ircPort, nick: 'carol' });
    await carol.join('#lobby');
    const received = (room: string): number => places.get(room)?.messages.size ?? 0;
    for (const room of rooms) bob.say(`#${room}`, 'first');
    await discord.until(() => rooms.every((room) => received(room) === 1), 20_000);
    await passage(world, carol, 'warm', 20);
    discord.rateLimit(limit);
    const flood = (async () => {
      // Twice as fast as the limit lets them go.
      for (let index = 0; index < perRoom; index += 1) {
        for (const room of rooms) bob.say(`#${room}`, `m${index}`);
        if (index % 5 === 4) await delay(limit.perMs / 2);
      }
    })();
    await passage(world, carol, 'beside', 100);
    // All of it has passed while the floods still wait for their turn.
    expect(rooms.some((room) => received(room) < perRoom + 1)).toBe(true);
    await flood;
    await discord.until(() => rooms.every((room) => received(room) === perRoom + 1), 120_000);
    const expected = ['first', ...Array.from({ length: perRoom }, (_, index) => `m${index}`)];
    for (const room of rooms) {
      expect(discord.messages(places.get(room)?.id ?? '').map(({ content }) => content)).toEqual(expected);
    }
    expect(discord.rateLimits.refusals).toBe(0);
    carol.close();
    await world.close();
  }, 180_000);
});
