import { describe, expect, it } from 'vitest';
import type { User } from '../../../src/index.ts';
import { bridge } from './bridge.ts';

function bob(network = 'irc:test'): User {
  return { kind: 'user', network, id: 'bob', nick: 'bob', avatar: 'https://example.org/bob.png' };
}

describe('messages that go out', () => {
  it('come from the bot when nobody else said them, and are recognised when they come back', async () => {
    const { discord, lobby, channel, heard } = await bridge();
    const receipt = await channel.send('hello');
    const [sent] = discord.messages(lobby);
    expect(sent).toMatchObject({ content: 'hello', author: { id: discord.world.bot.id } });
    expect(receipt.refs.map(({ id }) => id)).toEqual([sent?.id]);
    expect(await heard('message')).toMatchObject({ self: true });
    const [request] = discord.requests.filter(({ method }) => method === 'POST');
    expect(request?.body).toMatchObject({
      content: 'hello',
      enforce_nonce: true,
      nonce: expect.any(String),
      allowed_mentions: { parse: [] },
    });
  });

  it('come from a webhook under their author’s name, one webhook a channel', async () => {
    const { discord, lobby, channel, heard } = await bridge();
    await channel.send({ text: 'one', user: bob() });
    await channel.send({ text: 'two', user: { ...bob(), id: 'c', nick: 'carl of discord' } });
    expect(discord.messages(lobby)).toMatchObject([
      { content: 'one', author: { username: 'bob' }, avatarUrl: 'https://example.org/bob.png' },
      { content: 'two', author: { username: 'carl of discor\u200ad' } },
    ]);
    expect(discord.world.webhooks.size).toBe(1);
    expect(await heard('message', ({ text }) => String(text) === 'one')).toMatchObject({ self: true });
  });

  it('find the webhook of an earlier time, and make another when it is gone', async () => {
    const first = await bridge();
    await first.channel.send({ text: 'one', user: bob() });
    const [hook] = [...first.discord.world.webhooks.values()];
    if (hook === undefined) throw new Error('no webhook');
    first.discord.removeWebhook(hook);
    await first.channel.send({ text: 'two', user: bob() });
    expect(first.discord.messages(first.lobby).map(({ content }) => content)).toEqual(['one', 'two']);
    expect(first.discord.world.webhooks.size).toBe(1);
  });

  it('have the name in front where there can be no webhook', async () => {
    const { discord, lobby, channel } = await bridge();
    discord.deny(lobby, 'ManageWebhooks');
    await channel.send({ text: 'one', user: bob() });
    expect(discord.messages(lobby)).toMatchObject([{ content: expect.stringMatching(/bob.*: ?one$/) }]);
  });

  it('have the name in front where others have taken all fifteen webhooks, until there is room again', async () => {
    const { discord, lobby, alice, channel } = await bridge();
    const theirs = Array.from({ length: 15 }, (_, index) => discord.webhook(lobby, `theirs ${index}`, alice));
    await channel.send({ text: 'one', user: bob() });
    expect(discord.messages(lobby)[0]?.content).toMatch(/bob.*: ?one$|<bob> one$/);
    discord.removeWebhook(theirs[0] as never);
    await expect
      .poll(async () => {
        await channel.send({ text: 'two', user: bob() });
        return discord.messages(lobby).at(-1)?.author.username;
      })
      .toBe('bob');
  });

  it('have the name in front where webhooks are off, and reply natively', async () => {
    const { discord, lobby, alice, channel, heard } = await bridge({ webhooks: 'off' });
    const said = discord.say(lobby, alice, 'question');
    const { ref } = await heard('message');
    await channel.send({ text: 'answer', user: bob(), replyTo: ref });
    expect(discord.messages(lobby).at(-1)).toMatchObject({
      content: '\\<bob> answer',
      type: 19,
      message_reference: { message_id: said.data.id },
      mentions: [],
    });
  });

  it('quote what they answer where a webhook speaks', async () => {
    const { discord, lobby, alice, channel, heard } = await bridge();
    const said = discord.say(lobby, alice, 'question');
    const { ref } = await heard('message');
    await channel.send({ text: 'answer', user: bob(), replyTo: ref });
    const { content } = discord.messages(lobby).at(-1) ?? {};
    expect(content).toContain('Alice');
    expect(content).toContain('question');
    expect(content).toContain(said.data.id);
    expect(content).toMatch(/\nanswer$/);
  });

  it('go into threads, through the webhook of their parent', async () => {
    const { discord, lobby, alice, plug } = await bridge();
    const thread = discord.startThread(lobby, alice, 'aside');
    const inside = plug.channel(thread.id);
    const { refs } = await inside.send({ text: 'in', user: bob() });
    await inside.edit(refs[0], { text: 'out', user: bob() });
    expect(discord.messages(thread)).toMatchObject([{ content: 'out', author: { username: 'bob' } }]);
  });

  it('take files along, with words for the blind', async () => {
    const { discord, lobby, channel } = await bridge();
    const file = (name: string) => ({
      type: 'file' as const,
      kind: 'file' as const,
      name,
      alt: `alt of ${name}`,
      open: () => Promise.resolve(new Blob([name]).stream()),
    });
    await channel.send({ text: 'files', user: bob(), attachments: [file('a.txt'), file('b.txt')] });
    const [sent] = discord.messages(lobby);
    expect(sent?.attachments).toMatchObject([
      { filename: 'a.txt', size: 5, description: 'alt of a.txt' },
      { filename: 'b.txt', size: 5 },
    ]);
    expect(discord.messages(lobby)).toHaveLength(1);
  });

  it('show cards as embeds', async () => {
    const { discord, lobby, channel } = await bridge();
    await channel.send({
      card: { title: 'Build', color: '#00ff00', fields: [{ name: 'x', value: 'y', inline: true }] },
    });
    expect(discord.messages(lobby)[0]?.embeds).toMatchObject([
      { title: 'Build', color: 0x00ff00, fields: [{ name: 'x', value: 'y', inline: true }] },
    ]);
  });

  it('ping nobody unless they may', async () => {
    const { discord, lobby, channel } = await bridge();
    await channel.send('@everyone look');
    await channel.send({ text: '@everyone look', user: bob() });
    expect(discord.messages(lobby).map((message) => message.mention_everyone)).toEqual([false, false]);
  });

  it('are split at 2000 characters', async () => {
    const { discord, lobby, channel } = await bridge();
    const text = 'word '.repeat(700).trim();
    const { refs } = await channel.send(text);
    expect(refs).toHaveLength(2);
    expect(discord.messages(lobby).map(({ content }) => content.length <= 2000)).toEqual([true, true]);
  });
});

describe('what is done to messages', () => {
  it.each(['auto', 'off'] as const)('edits, deletes and reacts (webhooks %s)', async (webhooks) => {
    const { discord, lobby, channel, heard } = await bridge({ webhooks });
    const { refs } = await channel.send({ text: 'teh', user: bob() });
    await channel.edit(refs[0], { text: 'the', user: bob() });
    expect(discord.messages(lobby)[0]?.content).toMatch(/the$/);
    await channel.react(refs[0], '👍');
    expect(discord.messages(lobby)[0]?.reactions).toMatchObject([{ emoji: { name: '👍' }, me: true }]);
    await channel.react(refs[0], '👍', false);
    expect(discord.messages(lobby)[0]?.reactions).toBeUndefined();
    await channel.delete(refs[0]);
    expect(discord.messages(lobby)).toEqual([]);
    await channel.delete(refs[0]);
    await heard('delete');
  });

  it('reacts with custom emoji by name', async () => {
    const { discord, guild, lobby, alice, channel, heard } = await bridge(
      {},
      {
        before: (discord, guild) => void discord.emoji(guild, 'blob'),
      },
    );
    discord.say(lobby, alice, 'nice');
    const { ref } = await heard('message');
    await channel.react(ref, ':blob:');
    expect(discord.messages(lobby)[0]?.reactions?.[0]?.emoji.name).toBe('blob');
    expect(guild.emojis.size).toBe(1);
    await expect(channel.react(ref, ':nothing_like_it:')).rejects.toMatchObject({ code: 'TIELINE_UNSUPPORTED' });
  });
});

describe('what else can be done and asked', () => {
  it('types, pins, renames, sets topics, starts threads, lists and looks up', async () => {
    const { discord, lobby, alice, channel, plug, heard } = await bridge({ members: true });
    const said = discord.say(lobby, alice, 'one');
    const { ref } = await heard('message');
    await channel.typing();
    await plug.pin(ref);
    expect(discord.messages(lobby)[0]?.pinned).toBe(true);
    await plug.pin(ref, false);
    await channel.setTitle('hall');
    await channel.setTopic('all about it');
    expect([lobby.name, lobby.topic]).toEqual(['hall', 'all about it']);
    const thread = await plug.startThread(channel, 'aside', ref);
    expect(thread).toMatchObject({ parent: channel, root: { id: said.data.id } });
    await plug.setPresence('away', 'out');
    await discord.until(() => JSON.stringify(discord.botPresence).includes('"idle"'));
    const members = await Array.fromAsync(channel.members());
    expect(members.map(({ user }) => user.nick)).toContain('Alice');
    const channels = await Array.fromAsync(plug.channels());
    expect(channels).toContain(channel);
    expect(await plug.message(ref)).toMatchObject({ type: 'message', history: true });
    expect(await channel.exists()).toBe(true);
    expect(await plug.channel('123456789012345678').exists()).toBe(false);
  });

  it('reads history, forwards and backwards, in pages', async () => {
    const { discord, lobby, alice, channel } = await bridge();
    const said = Array.from({ length: 250 }, (_, index) => discord.say(lobby, alice, `m${index}`));
    const texts = async (query: Parameters<typeof channel.history>[0]): Promise<string[]> =>
      (await Array.fromAsync(channel.history(query))).map((event) => String(event.text));
    const ref = (index: number) => ({ kind: 'message' as const, channel: channel.ref, id: said[index]?.data.id ?? '' });
    expect(await texts({ limit: 3 })).toEqual(['m247', 'm248', 'm249']);
    expect(await texts({ before: ref(2), limit: 5 })).toEqual(['m0', 'm1']);
    expect(await texts({ after: ref(246) })).toEqual(['m247', 'm248', 'm249']);
    expect(await texts({ after: ref(1), before: ref(4) })).toEqual(['m2', 'm3']);
    expect(await texts({})).toHaveLength(250);
  });
});
