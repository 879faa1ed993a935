import { Client, GatewayIntentBits, Partials, type TextChannel } from 'discord.js';
import { afterEach } from 'vitest';
import { type LocalDiscord, type LocalDiscordOptions, startDiscord } from './server/index.ts';

/** What a bridge asks for. */
export const intents: readonly GatewayIntentBits[] = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMembers,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.GuildMessageTyping,
  GatewayIntentBits.GuildWebhooks,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.MessageContent,
];
const ending: (() => Promise<void>)[] = [];

/** A local Discord that ends with the test. */
export async function start(options?: LocalDiscordOptions): Promise<LocalDiscord> {
  const discord = await startDiscord(options);
  ending.push(() => discord.close());
  return discord;
}

/** A client of it that is not logged in yet. */
export function clientOf(discord: LocalDiscord, wanted: readonly GatewayIntentBits[] = intents): Client {
  const client = new Client({
    intents: wanted,
    partials: [Partials.Channel, Partials.Message, Partials.Reaction],
    rest: { api: discord.api, cdn: discord.cdn },
    // discord.js waits five seconds between two identifies; nobody is throttled here.
    ws: { buildIdentifyThrottler: async () => ({ waitForIdentify: async () => {} }) },
  });
  ending.push(() => client.destroy());
  client.on('error', () => {});
  return client;
}

/** A client that is. */
export async function ready(discord: LocalDiscord, wanted?: readonly GatewayIntentBits[]): Promise<Client<true>> {
  const client = clientOf(discord, wanted);
  const isReady = new Promise<void>((resolve) => client.once('clientReady', () => resolve()));
  await client.login(discord.token);
  await isReady;
  return client as Client<true>;
}

/** The first of these events for which the test holds. */
export function next<T>(client: Client, event: string, test: (value: T) => boolean = () => true): Promise<T> {
  return new Promise((resolve) => {
    const listen = (value: T): void => {
      if (!test(value)) return;
      client.off(event, listen as never);
      resolve(value);
    };
    client.on(event, listen as never);
  });
}

afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

/** A Discord with one guild, one channel, one person, and a client in it. */
export interface Lounge {
  readonly discord: LocalDiscord;
  readonly client: Client<true>;
  readonly guild: ReturnType<LocalDiscord['guild']>;
  readonly lobby: ReturnType<LocalDiscord['channel']>;
  readonly alice: ReturnType<LocalDiscord['user']>;
  readonly channel: TextChannel;
}

/** Makes one. */
export async function lounge(options?: LocalDiscordOptions): Promise<Lounge> {
  const discord = await start(options);
  const guild = discord.guild('Lounge');
  const lobby = discord.channel(guild, 'lobby');
  const alice = discord.user('alice');
  const client = await ready(discord);
  const channel = client.channels.cache.get(lobby.id) as TextChannel;
  return { discord, client, guild, lobby, alice, channel };
}

/** What Get Gateway Bot answers. */
export function gatewayBody(discord: LocalDiscord): object {
  const limit = { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 };
  return { url: discord.gatewayUrl, shards: 1, session_start_limit: limit };
}

/** A request without any library. */
export function raw(discord: LocalDiscord, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${discord.api}/v10${path}`, {
    method,
    headers: { authorization: `Bot ${discord.token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** The status and body of a request. */
export async function call(
  discord: LocalDiscord,
  method: string,
  path: string,
): Promise<{ status: number; body: unknown }> {
  const response = await raw(discord, method, path);
  return { status: response.status, body: await response.json() };
}

/** The status and body of a POST. */
export async function post(
  discord: LocalDiscord,
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await raw(discord, 'POST', path, body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
