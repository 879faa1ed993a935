import { GatewayIntentBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { call, intents, lounge, next, post, ready, start } from './lounge.ts';

describe('messages', () => {
  it('come in, with their author and content', async () => {
    const { discord, client, lobby, alice } = await lounge();
    const heard = next<{ content: string; author: { username: string } }>(client, 'messageCreate');
    discord.say(lobby, alice, 'hello **there**');
    expect(await heard).toMatchObject({ content: 'hello **there**', author: { username: 'alice' } });
  });

  it('come in empty without the message content intent', async () => {
    const discord = await start();
    const lobby = discord.channel(discord.guild('Lounge'), 'lobby');
    const alice = discord.user('alice');
    const client = await ready(
      discord,
      intents.filter((bit) => bit !== GatewayIntentBits.MessageContent),
    );
    const heard = next<{ content: string }>(client, 'messageCreate');
    discord.say(lobby, alice, 'secret');
    expect((await heard).content).toBe('');
    const mention = next<{ content: string }>(client, 'messageCreate');
    discord.say(lobby, alice, `psst <@${discord.world.bot.id}>`);
    expect((await mention).content).toContain('psst');
  });

  it('go out, come back as an echo with the nonce, and are not made twice', async () => {
    const { discord, client, lobby, channel } = await lounge();
    const echo = next<{ id: string; nonce: string }>(client, 'messageCreate');
    const sent = await channel.send({ content: 'once', nonce: 'abc', enforceNonce: true });
    const again = await channel.send({ content: 'once', nonce: 'abc', enforceNonce: true });
    expect(again.id).toBe(sent.id);
    expect(await echo).toMatchObject({ id: sent.id, nonce: 'abc' });
    expect(discord.messages(lobby).map(({ content }) => content)).toEqual(['once']);
  });

  it('are edited and deleted, and that is told', async () => {
    const { discord, client, lobby, channel } = await lounge();
    const sent = await channel.send('one');
    const edited = next(client, 'messageUpdate');
    await sent.edit('two');
    await edited;
    expect(discord.messages(lobby)[0]).toMatchObject({ content: 'two', edited_timestamp: expect.any(String) });
    const gone = next(client, 'messageDelete');
    await sent.delete();
    await gone;
    expect(discord.messages(lobby)).toEqual([]);
  });

  it('are read in pages, both ways', async () => {
    const { discord, lobby, alice, channel } = await lounge();
    const ids = Array.from({ length: 7 }, (_, index) => discord.say(lobby, alice, `m${index}`).data.id);
    const older = await channel.messages.fetch({ before: ids[3] ?? '', limit: 2 });
    expect([...older.values()].map(({ content }) => content)).toEqual(['m2', 'm1']);
    const newer = await channel.messages.fetch({ after: ids[3] ?? '', limit: 2 });
    expect([...newer.values()].map(({ content }) => content).toSorted()).toEqual(['m4', 'm5']);
  });

  it('take files, which the CDN then has', async () => {
    const { discord, lobby, channel } = await lounge();
    const sent = await channel.send({
      content: 'look',
      files: [
        { attachment: Buffer.from('one'), name: 'one.txt' },
        { attachment: Buffer.from('two'), name: 'a b.txt' },
      ],
    });
    const [first, second] = discord.messages(lobby)[0]?.attachments ?? [];
    expect(first).toMatchObject({ filename: 'one.txt', size: 3, content_type: 'text/plain; charset=utf-8' });
    expect(second?.filename).toBe('a_b.txt');
    const url = sent.attachments.first()?.url ?? '';
    expect(url.startsWith(discord.cdn)).toBe(true);
    const read = await fetch(url);
    expect([read.status, read.headers.get('content-length'), await read.text()]).toEqual([200, '3', 'one']);
    expect((await fetch(url.split('?')[0] ?? '')).status).toBe(404);
  });

  it('reply, and ping only whom they may', async () => {
    const { discord, lobby, alice, channel } = await lounge();
    const first = discord.say(lobby, alice, 'question');
    await channel.send({
      content: '@everyone',
      reply: { messageReference: first.data.id },
      allowedMentions: { parse: [] },
    });
    const reply = discord.messages(lobby).at(-1);
    expect(reply).toMatchObject({ type: 19, mention_everyone: false, mentions: [], allowedMentions: { parse: [] } });
    expect(reply?.referenced_message?.content).toBe('question');
    await expect(
      channel.send({ content: 'x', reply: { messageReference: lobby.id, failIfNotExists: true } }),
    ).rejects.toMatchObject({ code: 50035 });
  });
});

describe('refusals', () => {
  const refused = async (body: object): Promise<{ status: number; body: Record<string, unknown> }> => {
    const { discord, lobby } = await lounge();
    return post(discord, `/channels/${lobby.id}/messages`, body);
  };

  it('of an empty message is 50006', async () => {
    expect(await refused({ content: '  ' })).toEqual({
      status: 400,
      body: { code: 50006, message: 'Cannot send an empty message' },
    });
  });

  it('of too long a text is 50035, counted in code points', async () => {
    const answer = await refused({ content: 'x'.repeat(2001) });
    expect(answer.body).toEqual({
      code: 50035,
      message: 'Invalid Form Body',
      errors: {
        content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 2000 or fewer in length.' }] },
      },
    });
    expect((await refused({ content: '😀'.repeat(2000) })).status).toBe(200);
  });

  it.each([
    ['embeds', { embeds: [{ title: 'x'.repeat(257) }] }, 'embeds.0.title'],
    ['embeds', { embeds: [{ fields: [{ name: '', value: 'v' }] }] }, 'embeds.0.fields.0.name'],
    ['embeds', { embeds: [{}] }, 'embeds.0.description'],
    ['embeds', { embeds: [{ title: 'a', url: 'ftp://x/' }] }, 'embeds.0.url'],
    ['embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'a' })) }, 'embeds'],
    ['embeds', { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] }, 'embeds'],
    ['nonce', { content: 'a', nonce: 'n'.repeat(26) }, 'nonce'],
    ['mentions', { content: 'a', allowed_mentions: { parse: ['users'], users: ['1'] } }, 'allowed_mentions'],
    ['stickers', { sticker_ids: ['1', '2', '3', '4'] }, 'sticker_ids'],
    [
      'poll',
      { poll: { question: { text: 'x'.repeat(301) }, answers: [{ poll_media: { text: 'a' } }] } },
      'poll.question.text',
    ],
  ])('of wrong %s is 50035 and names the field', async (_name, body, path) => {
    const answer = await refused(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(answer.body['errors']).toHaveProperty(`${path}._errors`);
  });

  it('of what the bot may not do are 50001 and 50013, of what is not there 10003 and 10008', async () => {
    const { discord, lobby, guild } = await lounge();
    const hidden = discord.channel(guild, 'hidden', { deny: ['ViewChannel'] });
    const mute = discord.channel(guild, 'mute', { deny: ['SendMessages'] });
    const send = (id: string): Promise<{ body: unknown }> =>
      post(discord, `/channels/${id}/messages`, { content: 'x' });
    expect((await send(hidden.id)).body).toMatchObject({ code: 50001 });
    expect((await send(mute.id)).body).toMatchObject({ code: 50013 });
    expect((await send('123456')).body).toMatchObject({ code: 10003 });
    expect(await call(discord, 'GET', `/channels/${lobby.id}/messages/123456`)).toMatchObject({
      status: 404,
      body: { code: 10008 },
    });
    expect(await call(discord, 'GET', '/channels/abc')).toMatchObject({ body: { code: 50035 } });
    expect(await call(discord, 'GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 0 } });
    expect(await call(discord, 'PUT', `/channels/${lobby.id}`)).toMatchObject({ status: 405 });
  });
});

describe('webhooks', () => {
  it('speak under any name but some, in threads too, and their messages can be changed', async () => {
    const { discord, lobby, alice, client, channel } = await lounge();
    const hook = await channel.createWebhook({ name: 'tieline' });
    const echo = next<{ webhookId: string }>(client, 'messageCreate');
    const sent = await hook.send({ content: 'hi', username: 'bob', avatarURL: 'https://example.org/a.png' });
    expect((await echo).webhookId).toBe(hook.id);
    expect(discord.messages(lobby)[0]).toMatchObject({
      author: { username: 'bob', id: hook.id },
      avatarUrl: 'https://example.org/a.png',
    });
    await hook.editMessage(sent.id, 'ho');
    expect(discord.messages(lobby)[0]?.content).toBe('ho');
    const thread = discord.startThread(lobby, alice, 'aside');
    const inside = await hook.send({ content: 'in', threadId: thread.id });
    expect(discord.messages(thread).map(({ content }) => content)).toEqual(['in']);
    await expect(hook.deleteMessage(inside.id)).rejects.toMatchObject({ code: 10008 });
    await hook.deleteMessage(inside.id, thread.id);
    expect(discord.messages(thread)).toEqual([]);
    for (const username of ['a discord fan', 'Clyde', 'everyone', 'x'.repeat(81)]) {
      await expect(hook.send({ content: 'x', username })).rejects.toMatchObject({ code: 50035 });
    }
    discord.removeWebhook(discord.world.webhooks.get(hook.id) as never);
    await expect(hook.send('gone')).rejects.toMatchObject({ code: 10015, status: 404 });
  });

  it('are fifteen a channel', async () => {
    const { channel } = await lounge();
    for (let count = 0; count < 15; count += 1) await channel.createWebhook({ name: `w${count}` });
    await expect(channel.createWebhook({ name: 'w15' })).rejects.toMatchObject({ code: 30007 });
    await expect(channel.createWebhook({ name: 'Discord' })).rejects.toMatchObject({ code: 50035 });
  });
});

describe('reactions', () => {
  it('are added, removed and cleared, with unicode and custom emoji', async () => {
    const { discord, client, lobby, alice, guild, channel } = await lounge();
    const said = discord.say(lobby, alice, 'nice');
    const id = discord.emoji(guild, 'blob');
    const message = await channel.messages.fetch(said.data.id);
    const added = next<{ emoji: { name: string } }>(client, 'messageReactionAdd', ({ emoji }) => emoji.name === '👍');
    await message.react('👍');
    await message.react(`blob:${id}`);
    await added;
    expect(discord.messages(lobby)[0]?.reactions?.map(({ emoji }) => emoji.name)).toEqual(['👍', 'blob']);
    await expect(message.react('nonsense')).rejects.toMatchObject({ code: 10014 });
    const removed = next(client, 'messageReactionRemove');
    discord.react(said, alice, '👍');
    discord.unreact(said, alice, '👍');
    await removed;
    const cleared = next(client, 'messageReactionRemoveAll');
    await message.reactions.removeAll();
    await cleared;
    expect(discord.messages(lobby)[0]?.reactions).toBeUndefined();
  });
});

describe('threads', () => {
  it('are started from a message, spoken in, archived, and woken by speech', async () => {
    const { discord, client, lobby, alice, channel } = await lounge();
    const said = discord.say(lobby, alice, 'topic');
    const created = next<{ id: string }>(client, 'threadCreate');
    const thread = await (await channel.messages.fetch(said.data.id)).startThread({ name: 'aside' });
    expect((await created).id).toBe(said.data.id);
    await thread.send('inside');
    discord.archiveThread(discord.world.channel(thread.id));
    await expect(post(discord, `/channels/${thread.id}/messages/${thread.id}/x`, {})).resolves.toMatchObject({
      status: 404,
    });
    await thread.send('again');
    expect(discord.world.channel(thread.id).thread?.archived).toBe(false);
    expect(discord.messages(lobby)[0]?.thread?.id).toBe(thread.id);
  });
});
