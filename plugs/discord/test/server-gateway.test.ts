import { GatewayIntentBits, RESTEvents } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { clientOf, gatewayBody, lounge, next, post, raw, ready, start } from './lounge.ts';

describe('login', () => {
  it('tells of guilds, channels, threads and the bot itself', async () => {
    const discord = await start();
    const guild = discord.guild('Lounge');
    const lobby = discord.channel(guild, 'lobby', { topic: 'hello' });
    const alice = discord.user('alice');
    const thread = discord.startThread(lobby, alice, 'aside');
    const client = await ready(discord);
    expect(client.user.id).toBe(discord.world.bot.id);
    expect(client.guilds.cache.get(guild.id)?.name).toBe('Lounge');
    expect(client.channels.cache.get(lobby.id)).toMatchObject({ name: 'lobby', topic: 'hello' });
    expect(client.channels.cache.get(thread.id)).toMatchObject({ parentId: lobby.id });
  });

  it('closes with 4004 on a bad token, and answers it 401', async () => {
    const discord = await start();
    const client = clientOf(discord);
    await expect(client.login(`${discord.token}x`)).rejects.toThrow();
    expect(discord.requests.at(-1)?.response).toEqual({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
  });

  it('closes with 4004 when only the gateway is asked', async () => {
    const discord = await start();
    discord.faults.add({ route: '/gateway/bot', status: 200, body: gatewayBody(discord) });
    await expect(clientOf(discord).login('not.the.token')).rejects.toThrow();
    await discord.until(() => discord.visits.some(({ detail }) => detail === 4004));
  });

  it('closes with 4014 when a privileged intent is not switched on', async () => {
    const discord = await start({ privilegedIntents: ['GuildMembers'] });
    await expect(clientOf(discord).login(discord.token)).rejects.toThrow();
    await discord.until(() => discord.visits.some(({ detail }) => detail === 4014));
  });
});

describe('the gateway', () => {
  it('replays what was missed while a client was away', async () => {
    const { discord, client, lobby, alice } = await lounge();
    const resumed = next(client, 'shardResume');
    discord.refuseGateway(true);
    discord.dropGateway();
    const heard = next<{ content: string }>(client, 'messageCreate');
    discord.say(lobby, alice, 'while you were out');
    discord.refuseGateway(false);
    expect((await heard).content).toBe('while you were out');
    await resumed;
    expect(discord.visits.some(({ event, detail }) => event === 'open' && detail === '/gateway/resume')).toBe(true);
  });

  it('ends a session on demand, after which a client begins anew', async () => {
    const { discord, client, lobby, alice } = await lounge();
    discord.invalidateSessions();
    await discord.until(() => discord.visits.filter(({ event }) => event === 'identify').length === 2);
    const heard = next<{ content: string }>(client, 'messageCreate');
    await discord.until(() => discord.connected === 1);
    discord.say(lobby, alice, 'welcome back');
    expect((await heard).content).toBe('welcome back');
  });

  it('asks to reconnect, and is resumed', async () => {
    const { discord, client } = await lounge();
    const resumed = next(client, 'shardResume');
    discord.askReconnect();
    await resumed;
    expect(discord.visits.filter(({ event }) => event === 'identify')).toHaveLength(1);
  });

  it('can fall silent, which a client notices by its heartbeats', async () => {
    const { discord, client, lobby, alice } = await lounge({ heartbeatIntervalMs: 100 });
    discord.silence();
    const heard = next<{ content: string }>(client, 'messageCreate');
    discord.say(lobby, alice, 'anyone?');
    expect((await heard).content).toBe('anyone?');
    expect(discord.visits.some(({ event }) => event === 'resumed')).toBe(true);
  });

  it('sends only what the intents allow', async () => {
    const discord = await start();
    const lobby = discord.channel(discord.guild('Lounge'), 'lobby');
    const alice = discord.user('alice');
    const client = await ready(discord, [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessageTyping]);
    const heard: string[] = [];
    client.on('raw' as never, ((packet: { t: string }) => heard.push(packet.t)) as never);
    const typing = next(client, 'typingStart');
    discord.say(lobby, alice, 'unheard');
    discord.typing(lobby, alice);
    await typing;
    expect(heard).toEqual(['TYPING_START']);
  });
});

describe('faults and limits', () => {
  it('are kept by discord.js: it waits for its turn, and after a 429 for as long as that says', async () => {
    const { discord, client, lobby, channel } = await lounge();
    discord.rateLimit({ method: 'POST', route: '/channels/:channel/messages', limit: 2, perMs: 100 });
    const limited = new Promise((resolve) => client.rest.once(RESTEvents.RateLimited, resolve));
    await Promise.all(Array.from({ length: 5 }, (_, index) => channel.send(`m${index}`)));
    await limited;
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
    // Somebody else with the same token uses the bucket up, which discord.js cannot know.
    discord.rateLimit({ method: 'POST', route: '/channels/:channel/messages', limit: 1, perMs: 500 });
    await post(discord, `/channels/${lobby.id}/messages`, { content: 'theirs' });
    await channel.send('mine');
    expect(discord.rateLimits.refusals).toBe(1);
    expect(discord.messages(lobby).at(-1)?.content).toBe('mine');
  });

  it('have the headers that the real ones have', async () => {
    const { discord, lobby } = await lounge();
    discord.rateLimit({ method: 'POST', route: '/channels/:channel/messages', limit: 1, perMs: 60_000 });
    const path = `/channels/${lobby.id}/messages`;
    const first = await raw(discord, 'POST', path, { content: 'a' });
    const second = await raw(discord, 'POST', path, { content: 'b' });
    expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('60');
    expect(second.headers.get('x-ratelimit-scope')).toBe('user');
    expect(second.headers.get('x-ratelimit-bucket')).toBe(first.headers.get('x-ratelimit-bucket'));
    expect(await second.json()).toMatchObject({ global: false, retry_after: expect.any(Number) });
    discord.rateLimits.limitAll(5000);
    const third = await raw(discord, 'GET', '/users/@me');
    expect([third.status, third.headers.get('x-ratelimit-global')]).toEqual([429, 'true']);
  });

  it('can lose an answer after the effect, or cut the connection', async () => {
    const { discord, lobby } = await lounge();
    const route = '/channels/:channel/messages';
    discord.faults.add({ route, at: 'after', status: 503 });
    discord.faults.add({
      route,
      at: 'before',
      reset: true,
      when: (request) => JSON.stringify(request.body).includes('cut'),
    });
    expect((await post(discord, `/channels/${lobby.id}/messages`, { content: 'lost' })).status).toBe(503);
    await expect(post(discord, `/channels/${lobby.id}/messages`, { content: 'cut' })).rejects.toThrow();
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['lost']);
  });
});

describe('the end', () => {
  it('leaves nothing that listens, and frees a client that waits', async () => {
    const { discord, client } = await lounge();
    const away = next(client, 'shardReconnecting');
    await discord.close();
    await away;
    await expect(fetch(`${discord.api}/v10/gateway`)).rejects.toThrow();
  });
});
