/** (h) From IRC to Discord: how long one message takes beside twenty channels that wait for their rate limit, against none. */
import { setTimeout as delay } from 'node:timers/promises';
import { IrcPeer } from '../test/servers/irc-peer.ts';
import { createWorld, type World } from '../test/system/irc-discord/world.ts';
import { percentile, ratio, report } from './measure.ts';

const rooms = Array.from({ length: 20 }, (_, index) => `room${index}`);
const PER_ROOM = 500;
const SAMPLES = 300;
/** As a real channel's limit of 5 in 5 s, ten times faster. */
const limit = { method: 'POST', route: '/webhooks/:webhook/:token', limit: 5, perMs: 500 };

/** How long so many messages took from IRC to Discord, in ms; each is said when the one before has arrived. */
async function passages({ discord, lobby }: World, peer: IrcPeer, word: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < SAMPLES; index += 1) {
    const text = `${word} ${index}`;
    const start = performance.now();
    peer.say('#lobby', text);
    await discord.until(() => discord.messages(lobby).at(-1)?.content === text, 60_000);
    times.push(performance.now() - start);
    // Its own channel's limit is not what is measured.
    await delay(limit.perMs / limit.limit);
  }
  return times;
}

function shown(times: readonly number[]): { p50: number; p99: number } {
  const round = (share: number): number => Math.round(percentile(times, share) * 100) / 100;
  return { p50: round(0.5), p99: round(0.99) };
}

const world = await createWorld(rooms);
const { discord, places, bob } = world;
const carol = await IrcPeer.connect({ port: world.ircPort, nick: 'carol' });
await carol.join('#lobby');
const received = (room: string): number => places.get(room)?.messages.size ?? 0;
for (const room of rooms) bob.say(`#${room}`, 'first');
await discord.until(() => rooms.every((room) => received(room) === 1), 60_000);
discord.rateLimit(limit);
await passages(world, carol, 'warm');
const alone = await passages(world, carol, 'alone');
let flooding = true;
const flood = (async () => {
  for (let index = 0; index < PER_ROOM && flooding; index += 1) {
    for (const room of rooms) bob.say(`#${room}`, `m${index}`);
    // Twice as fast as the limit lets them go.
    await delay(limit.perMs / limit.limit / 2);
  }
})();
await discord.until(() => rooms.every((room) => received(room) > limit.limit * 2), 60_000);
const before = rooms.reduce((sum, room) => sum + received(room), 0);
const beside = await passages(world, carol, 'beside');
const during = rooms.reduce((sum, room) => sum + received(room), 0) - before;
const left = rooms.filter((room) => received(room) < PER_ROOM + 1).length;
flooding = false;
await flood;
report('discord: one channel beside twenty floods', {
  alone: shown(alone),
  beside: shown(beside),
  ratio: { p50: ratio(shown(beside).p50, shown(alone).p50), p99: ratio(shown(beside).p99, shown(alone).p99) },
  floods: { sentMeanwhile: during, stillWaiting: left, refusals: discord.rateLimits.refusals },
});
// What the floods still have to say is nobody's business any more.
process.exit(0);
