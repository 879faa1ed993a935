import { describe, expect, it } from 'vitest';
import { Host, silentLogger, type TielineError } from '../../../src/index.ts';
import { DiscordPlug } from '../index.ts';
import { bridge, configFor } from './bridge.ts';
import { startDiscord } from './server/index.ts';

const user = { kind: 'user', network: 'irc:test', id: 'bob', nick: 'bob' } as const;

describe('a configuration that is wrong', () => {
  it('is refused, every fault by field, and no secret shown', () => {
    const make = (config: object) => () => new DiscordPlug('discord', config as never);
    expect(make({})).toThrow(/token/);
    expect(make({ token: 'se cret' })).not.toThrow(/se cret/);
    expect(make({ token: 'x', webhooks: 'some', rest: { api: 'ftp://x' }, colour: 1 })).toThrow(
      /webhooks.*rest.api|rest.api.*webhooks/s,
    );
  });

  it('is a bad token', async () => {
    const discord = await startDiscord();
    const plug = new DiscordPlug('discord', configFor(discord, { token: 'wrong' }));
    const host = new Host({ logger: silentLogger });
    host.addPlug(plug);
    const cause = await firstFailure(host);
    expect(cause.code).toBe('TIELINE_AUTH');
    await host.close();
    await discord.close();
  });

  it.each([
    [['GuildMembers', 'GuildPresences'], 'Message Content Intent'],
    [['MessageContent', 'GuildPresences'], 'Server Members Intent'],
  ] as const)('is a bot that has only %s', async (privilegedIntents, name) => {
    const discord = await startDiscord({ privilegedIntents });
    const host = new Host({ logger: silentLogger });
    host.addPlug(new DiscordPlug('discord', configFor(discord, { members: true, presences: true })));
    const cause = await firstFailure(host);
    expect(cause).toMatchObject({ code: 'TIELINE_CONFIG', message: expect.stringContaining(name) });
    await host.close();
    await discord.close();
  });
});

describe('what cannot be sent', () => {
  it('fails for that channel alone, for good', async () => {
    const { discord, guild, plug, channel } = await bridge();
    const mute = discord.channel(guild, 'mute', { deny: ['SendMessages'] });
    await expect(plug.channel(mute.id).send('x')).rejects.toMatchObject({
      code: 'TIELINE_FORBIDDEN',
      retryable: false,
    });
    await expect(plug.channel('123456789012345678').send('x')).rejects.toMatchObject({
      code: 'TIELINE_CHANNEL_NOT_FOUND',
    });
    await expect(plug.channel('Lounge/#nowhere').send('x')).rejects.toThrow(/Lounge\/#lobby/);
    await channel.send('still here');
  });

  it('is not sent twice when the answer was lost', async () => {
    const { discord, lobby, channel } = await bridge();
    discord.faults.add({ method: 'POST', route: '/channels/:channel/messages', at: 'after', status: 502 });
    await (await channel.post('once')).receipt();
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['once']);
  });

  it('is not sent twice through a webhook either: the echo tells', async () => {
    const { discord, lobby, channel } = await bridge();
    await channel.send({ text: 'first', user });
    discord.faults.add({ method: 'POST', route: '/webhooks/:webhook/:token', at: 'after', reset: true });
    await (await channel.post({ text: 'once', user })).receipt();
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['first', 'once']);
  });

  it('is sent after all when the service was away', async () => {
    const { discord, lobby, channel } = await bridge();
    discord.faults.add({ method: 'POST', status: 500, times: 2 });
    await (await channel.post('later')).receipt();
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['later']);
  });

  it('waits for its turn where there is a limit, and that is counted', async () => {
    const { discord, lobby, channel, plug } = await bridge();
    discord.rateLimit({ method: 'POST', route: '/channels/:channel/messages', limit: 2, perMs: 100 });
    await Promise.all(Array.from({ length: 6 }, (_, index) => channel.send(`m${index}`)));
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4', 'm5']);
    expect(plug.rateLimits.waits).toBeGreaterThan(0);
  });
});

describe('a long wait for a rate limit', () => {
  it('is told of where states are watched, and changes none', async () => {
    const { discord, host, channel, plug } = await bridge();
    discord.rateLimit({ method: 'POST', route: '/channels/:channel/messages', limit: 1, perMs: 2500 });
    const told = new Promise((resolve) => host.states.subscribe(resolve));
    await Promise.all([channel.send('one'), channel.send('two')]);
    expect(await told).toMatchObject({
      name: 'discord',
      state: 'connected',
      previous: 'connected',
      cause: { code: 'TIELINE_RATE_LIMITED', retryAfterMs: expect.any(Number) },
    });
    expect(plug.rateLimits.waitedMs).toBeGreaterThan(0);
  }, 20_000);
});

describe('what is asked directly', () => {
  const lost = [
    ['refused', { status: 502, times: 2 }],
    ['answered in vain', { status: 504, at: 'after', times: 1 }],
    ['cut off', { reset: true, at: 'after', times: 1 }],
  ] as const;

  it.each(lost)('is asked again where it was %s, and happens once', async (_how, fault) => {
    const { discord, guild, lobby, alice, channel, plug, heard } = await bridge({ members: true });
    discord.say(lobby, alice, 'hello');
    const { ref, user: author } = await heard('message');
    if (author === undefined) throw new Error('nobody said it');
    const room = plug.channel('Lounge/#new room');
    const threads = (): unknown[] => discord.world.threads(guild.id, lobby.id);
    const calls: readonly (() => Promise<unknown>)[] = [
      () => channel.typing(),
      () => channel.setTopic('all about it'),
      () => channel.react(ref, '👍'),
      () => plug.pin(ref),
      () => plug.direct(author),
      () => Array.fromAsync(channel.members()),
      () => Array.fromAsync(channel.history({ limit: 5 })),
      () => plug.message(ref),
      () => room.create(),
      () => room.destroy(),
      () => plug.startThread(channel, 'aside', ref),
      () => plug.startThread(channel, 'alone'),
    ];
    for (const call of calls) {
      discord.faults.add(fault);
      await call();
      discord.faults.clear();
    }
    expect(discord.messages(lobby)[0]).toMatchObject({ pinned: true, reactions: [{ count: 1 }] });
    expect(lobby.topic).toBe('all about it');
    expect(threads()).toHaveLength(2);
    expect([...discord.world.channels.values()].filter(({ name }) => name === 'new-room')).toEqual([]);
  });

  it.each(lost)('is a webhook that is made once where its making was %s', async (_how, fault) => {
    const { discord, lobby, channel } = await bridge();
    discord.faults.add({ ...fault, method: 'POST', route: '/channels/:channel/webhooks' });
    await channel.send({ text: 'hello', user });
    expect(discord.messages(lobby)).toMatchObject([{ content: 'hello', author: { username: 'bob' } }]);
    expect(discord.world.webhooks.size).toBe(1);
  });

  it('is given up after some attempts, as what may be tried again', async () => {
    const { discord, plug, channel } = await bridge();
    discord.faults.add({ status: 502, times: 1000 });
    await expect(channel.typing()).rejects.toMatchObject({ code: 'TIELINE_PLUG', retryable: true, certain: false });
    await expect(plug.channel('Lounge/#new').create()).rejects.toMatchObject({ retryable: true, certain: false });
  });
});

describe('a gateway that is lost', () => {
  it('is resumed, and nothing is missed', async () => {
    const { discord, lobby, alice, plug, heard } = await bridge();
    discord.refuseGateway(true);
    discord.dropGateway();
    discord.say(lobby, alice, 'while away');
    discord.refuseGateway(false);
    expect(String((await heard('message')).text)).toBe('while away');
    await discord.until(() => discord.visits.some(({ event }) => event === 'resumed'));
    expect(plug.state).toBe('connected');
  });

  it('is begun anew where it cannot be resumed, and what was missed is fetched, in order', async () => {
    const { discord, lobby, alice, heard, events } = await bridge();
    discord.say(lobby, alice, 'before');
    await heard('message');
    discord.invalidateSessions();
    for (const text of ['m1', 'm2', 'm3']) discord.say(lobby, alice, text);
    await discord.until(() => discord.visits.filter(({ event }) => event === 'identify').length === 2);
    await discord.until(() => discord.connected === 1);
    discord.say(lobby, alice, 'after');
    await heard('message', ({ text }) => String(text) === 'after');
    const texts = events.flatMap((event) => (event.type === 'message' ? [String(event.text)] : []));
    expect(texts).toEqual(['before', 'm1', 'm2', 'm3', 'after']);
  });

  it('is caught up with also where a session ended without a word', async () => {
    const { discord, lobby, alice, heard, events } = await bridge();
    discord.say(lobby, alice, 'before');
    await heard('message');
    const begun = (times: number): Promise<void> =>
      discord.until(() => discord.visits.filter(({ event }) => event === 'ready').length === times);
    discord.invalidateSessions();
    await begun(2);
    // Read together with READY, it makes discord.js drop the session that has just begun, and tell nobody.
    discord.askReconnect();
    await discord.until(() => discord.connected === 0);
    for (const text of ['m1', 'm2', 'm3']) discord.say(lobby, alice, text);
    await begun(3);
    discord.say(lobby, alice, 'after');
    await heard('message', ({ text }) => String(text) === 'after');
    const texts = events.flatMap((event) => (event.type === 'message' ? [String(event.text)] : []));
    expect(texts).toEqual(['before', 'm1', 'm2', 'm3', 'after']);
  });

  it('is caught up in threads too: those that were there, and those that began meanwhile', async () => {
    const { discord, lobby, alice, channel, heard, events } = await bridge();
    const root = discord.say(lobby, alice, 'before');
    const old = discord.startThread(lobby, alice, 'old', { text: 'old 1' });
    await heard('message', ({ text }) => String(text) === 'old 1');
    discord.invalidateSessions();
    discord.say(old, alice, 'old 2');
    discord.startThread(lobby, alice, 'aside', { message: root, text: 'inside' });
    const event = await heard('message', ({ text }) => String(text) === 'inside');
    expect(event.channel.parent).toBe(channel);
    discord.say(old, alice, 'old 3');
    await heard('message', ({ text }) => String(text) === 'old 3');
    const inOld = events.filter((one) => one.type === 'message' && one.channel.source === old.id);
    expect(inOld.map((one) => one.type === 'message' && String(one.text))).toEqual(['old 1', 'old 2', 'old 3']);
  });

  it('is not sought any more once the token is refused', async () => {
    const { discord, channel, host } = await bridge();
    const failed = new Promise((resolve) => host.states.subscribe(({ cause }) => cause && resolve(cause)));
    discord.faults.add({ method: 'POST', status: 401 });
    await expect(channel.send('x')).rejects.toMatchObject({ code: 'TIELINE_AUTH' });
    expect(await failed).toMatchObject({ code: 'TIELINE_AUTH' });
  });

  it('is left alone once the plug is closed, at whatever moment that is', async () => {
    // 0 to 600 ms after a drop: before, during and after the half second that discord.js waits before it reconnects.
    for (const waitMs of [0, 100, 480, 500, 520, 600]) {
      const { discord, host } = await bridge();
      discord.dropGateway();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      await host.close();
      // Once this is answered, what the plug sent before has come.
      await fetch(discord.api);
      const count = (what: string): number => discord.visits.filter(({ event }) => event === what).length;
      const opened = count('open');
      await new Promise((resolve) => setTimeout(resolve, 700 - waitMs));
      expect(discord.connected).toBe(0);
      expect(count('open')).toBe(opened);
      expect(count('close')).toBe(opened);
    }
  }, 20_000);

  it('is let go of where the plug is closed while it connects', async () => {
    const { discord, host } = await bridge();
    const count = (what: string): number => discord.visits.filter(({ event }) => event === what).length;
    discord.dropGateway();
    // Discord has taken the connection, and the plug has not heard of it.
    await discord.until(() => count('open') === 2);
    await host.close();
    await discord.until(() => count('close') === 2);
  });

  it('says what it could not fetch', async () => {
    const { discord, lobby, alice, heard } = await bridge({}, { catchUpCount: 2 });
    discord.say(lobby, alice, 'before');
    await heard('message');
    discord.invalidateSessions();
    for (const text of ['m1', 'm2', 'm3']) discord.say(lobby, alice, text);
    const gap = await heard('gap');
    expect(gap.reason).toContain('more than 2 messages');
  });

  it('is noticed when it falls silent', async () => {
    const { discord, lobby, alice, plug, heard } = await bridge({ pingTimeoutMs: 300 });
    discord.silence();
    discord.say(lobby, alice, 'anyone?');
    expect(String((await heard('message')).text)).toBe('anyone?');
    await expect.poll(() => plug.state).toBe('connected');
  });
});

async function firstFailure(host: Host): Promise<TielineError> {
  const failure = new Promise<TielineError>((resolve) => {
    host.states.subscribe(({ cause }) => cause && resolve(cause as TielineError));
  });
  await host.open();
  return await failure;
}
