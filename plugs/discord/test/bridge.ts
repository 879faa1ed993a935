import { SimpleIdentifyThrottler } from 'discord.js';
import { afterEach } from 'vitest';
import { type Channel, type ChatEvent, defineHook, Host, silentLogger } from '../../../src/index.ts';
import { type DiscordConfig, DiscordPlug } from '../index.ts';
import {
  type ChannelRecord,
  type GuildRecord,
  type LocalDiscord,
  type LocalDiscordOptions,
  startDiscord,
  type UserRecord,
} from './server/index.ts';

/** A local Discord with a guild, a channel and a person, and a host with the plug connected to it. */
export interface Bridge {
  readonly discord: LocalDiscord;
  readonly guild: GuildRecord;
  readonly lobby: ChannelRecord;
  readonly alice: UserRecord;
  readonly host: Host;
  readonly plug: DiscordPlug;
  /** The plug's channel of the lobby. */
  readonly channel: Channel;
  /** What hooks were told, oldest first. */
  readonly events: ChatEvent[];
  /** Waits until one of the events, those that came already included, is like this. */
  heard<T extends ChatEvent['type']>(
    type: T,
    test?: (event: Extract<ChatEvent, { type: T }>) => boolean,
  ): Promise<Extract<ChatEvent, { type: T }>>;
}

const ending: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

/** How the plug gets to a local Discord, without the five seconds that discord.js waits between two identifies. */
export function configFor(discord: LocalDiscord, config: Partial<DiscordConfig> = {}): DiscordConfig {
  return {
    token: discord.token,
    // A real bot has 50 requests a second in all; these tests are about other limits.
    rest: { api: discord.api, cdn: discord.cdn, globalRequestsPerSecond: 100_000 },
    gateway: { buildIdentifyThrottler: () => new Unthrottled(1) },
    ...config,
  };
}

class Unthrottled extends SimpleIdentifyThrottler {
  override waitForIdentify(): Promise<void> {
    return Promise.resolve();
  }
}

/** Makes one; `before` runs when Discord is there and the plug is not yet. */
export async function bridge(
  config: Partial<DiscordConfig> = {},
  options: LocalDiscordOptions & {
    before?: (discord: LocalDiscord, guild: GuildRecord) => void;
    source?: string;
    catchUpCount?: number;
  } = {},
): Promise<Bridge> {
  const discord = await startDiscord(options);
  ending.push(() => discord.close());
  const guild = discord.guild('Lounge');
  const lobby = discord.channel(guild, 'lobby', { topic: 'hello' });
  const alice = discord.user('alice', { globalName: 'Alice' });
  options.before?.(discord, guild);
  const { catchUpCount = 1000 } = options;
  const host = new Host({ logger: silentLogger, catchUpCount });
  ending.push(() => host.close());
  const plug = host.addPlug(new DiscordPlug('discord', configFor(discord, config)));
  const channel = plug.channel(options.source ?? lobby.id);
  // What is watched is caught up with after an outage.
  host.addHook(defineHook('watch', { watches: () => [channel] }));
  const events: ChatEvent[] = [];
  const waiting = new Set<() => void>();
  host.events.subscribe((event) => {
    events.push(event);
    for (const look of waiting) look();
  });
  await host.open();
  const heard: Bridge['heard'] = (type, test = () => true) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no ${type} like that; there were ${events.map((event) => event.type).join(', ')}`));
      }, 8000);
      const look = (): void => {
        const found = events.find((event) => event.type === type && test(event as never));
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found as never);
      };
      waiting.add(look);
      look();
    });
  return { discord, guild, lobby, alice, host, plug, channel, events, heard };
}
