/** (h) From IRC to Discord: how long one message takes beside twenty channels that wait for their rate limit, against none. */
import { setTimeout as delay } from 'node:timers/promises';
import { IrcPeer } from '../test/servers/irc-peer.ts';
import { createWorld, type World } from '../test/system/irc-discord/world.ts';
import { percentile, ratio, report } from './measure.ts';

const rooms = Array.from({ length: 20 }, (_, index) => `room${index}`);
const PER_ROOM = 500;
const SAMPLES = 300;
/** The limit of a real channel. */
const limit = { method: 'POST', route: '/webhooks/:webhook/:token', limit: 5, perMs: 5000 };

/** How long so many messages took from IRC to Discord, in ms; each is said when the one before has arrived. */
async function passages({ discord, lobby }: World, peer: IrcPeer, word: string): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < SAMPLES; index += 1) {
    const text = `${word} ${index}`;
    const start = performance.now();
    peer.say('#lobby', text);
    await discord.until(() => discord.messages(lobby).at(-1)?.content === text, 60_000);
    times.push(performance.now() - start);
    await delay(20);
  }
  return times;
}

function shown(times: readonly number[]): { p50: number; p99: number } {
  return { p50: rounded(percentile(times, 0.5)), p99: rounded(percentile(times, 0.99)) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** `latencyMs` is what Discord takes for each answer; the real one is some way off. */
async function measure(latencyMs: number): Promise<void> {
  const world = await createWorld(rooms);
  const { discord, lobby, places, bob } = world;
  const carol = await IrcPeer.connect({ port: world.ircPort, nick: 'carol' });
  await carol.join('#lobby');
  const received = (room: string): number => places.get(room)?.messages.size ?? 0;
  // Each channel finds or makes its webhook.
  for (const room of rooms) bob.say(`#${room}`, 'first');
  await discord.until(() => rooms.every((room) => received(room) === 1), 60_000);
  await passages(world, carol, 'warm');
  // Its own channel's limit is not what is measured.
  const own = [...discord.world.webhooks.values()].find(({ channelId }) => channelId === lobby.id)?.id ?? '';
  if (latencyMs > 0) discord.faults.add({ delayMs: latencyMs, times: Number.POSITIVE_INFINITY });
  discord.rateLimit({ ...limit, limits: (major) => !major.startsWith(own) });
  const cpuAtFirst = cpuMs();
  const alone = await passages(world, carol, 'alone');
  const cpuAlone = cpuMs() - cpuAtFirst;
  let heard = 0;
  const subscription = world.host.events.subscribe(({ type }) => {
    if (type === 'message') heard += 1;
  });
  for (let index = 0; index < PER_ROOM; index += 1) {
    for (const room of rooms) bob.say(`#${room}`, `m${index}`);
    await delay(10);
  }
  // All of it is in the outbox, and goes at the pace that Discord allows.
  while (heard < PER_ROOM * rooms.length) await delay(50);
  subscription.unsubscribe();
  const sent = (): number => rooms.reduce((sum, room) => sum + received(room), 0);
  const before = sent();
  const cpuBefore = cpuMs();
  const beside = await passages(world, carol, 'beside');
  const cpuBeside = cpuMs() - cpuBefore;
  const sentMeanwhile = sent() - before;
  report('discord: one channel beside twenty floods', {
    latencyMs,
    alone: shown(alone),
    beside: shown(beside),
    ratio: { p50: ratio(shown(beside).p50, shown(alone).p50), p99: ratio(shown(beside).p99, shown(alone).p99) },
    // Of the whole process, in which Discord is too, for each message that was sent.
    cpuMs: { alone: rounded(cpuAlone / SAMPLES), beside: rounded(cpuBeside / (SAMPLES + sentMeanwhile)) },
    floods: {
      waiting: PER_ROOM * rooms.length - before,
      sentMeanwhile: sent() - before,
      refusals: discord.rateLimits.refusals,
    },
  });
  carol.close();
  await world.close();
}

await measure(0);
await measure(50);
