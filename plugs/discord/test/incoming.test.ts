import { MessageFlags, MessageType } from 'discord-api-types/v10';
import { describe, expect, it } from 'vitest';
import { bridge } from './bridge.ts';

describe('messages that come in', () => {
  it('have text, author, time and id', async () => {
    const { discord, lobby, alice, channel, heard } = await bridge();
    const said = discord.say(lobby, alice, 'hello there');
    const event = await heard('message');
    expect(String(event.text)).toBe('hello there');
    expect(event.channel).toBe(channel);
    expect(event.ref.id).toBe(said.data.id);
    expect(event.user).toMatchObject({ id: alice.id, nick: 'Alice', avatar: expect.stringContaining(discord.cdn) });
    expect(event.at.toISOString()).toBe(said.data.timestamp);
    expect(event.self).toBe(false);
  });

  it('come to the channel that somebody named by guild and name', async () => {
    const { discord, lobby, alice, channel, plug, heard } = await bridge({}, { source: 'Lounge/#lobby' });
    discord.say(lobby, alice, 'hi');
    expect((await heard('message')).channel).toBe(channel);
    expect(plug.channel(lobby.id)).toBe(channel);
  });

  it('are replies with what they answer', async () => {
    const { discord, lobby, alice, heard } = await bridge();
    const bob = discord.user('bob');
    const first = discord.say(lobby, alice, 'question');
    discord.say(lobby, bob, 'answer', { replyTo: first });
    const event = await heard('message', ({ user }) => user?.nick === 'bob');
    expect(event.replyTo?.id).toBe(first.data.id);
    expect(String(event.quoted?.text)).toBe('question');
    expect(event.quoted?.user?.nick).toBe('Alice');
  });

  it('have files that can be read, with what is said of them', async () => {
    const { discord, lobby, alice, heard } = await bridge();
    const bytes = new TextEncoder().encode('picture');
    const files = [
      { filename: 'cat pic.png', bytes, description: 'a cat', width: 3, height: 4 },
      { filename: 'SPOILER_end.txt', bytes },
    ];
    discord.say(lobby, alice, '', { files });
    const { attachments = [] } = await heard('message');
    expect(attachments).toMatchObject([
      { kind: 'image', name: 'cat pic.png', mime: 'image/png', size: 7, alt: 'a cat', width: 3, height: 4 },
      { kind: 'file', name: 'end.txt', spoiler: true },
    ]);
    const [first] = attachments;
    if (first?.type !== 'file') throw new Error('no file');
    expect(await new Response(await first.open?.()).text()).toBe('picture');
  });

  it('have stickers, polls, forwards, voice and cards', async () => {
    const { discord, guild, lobby, alice, heard } = await bridge();
    const sticker = discord.sticker(guild, 'wave');
    discord.say(lobby, alice, 'sticker', { stickers: [sticker] });
    const media = (text: string) => ({ text });
    const answers = [1, 2].map((answer_id) => ({ answer_id, poll_media: media(`a${answer_id}`) }));
    const poll = { question: media('why?'), answers, expiry: '', allow_multiselect: true, layout_type: 1 };
    discord.say(lobby, alice, 'poll', { poll });
    const original = discord.say(lobby, alice, 'the original');
    discord.say(lobby, alice, '', { forward: original });
    const file = { filename: 'voice-message.ogg', bytes: new Uint8Array(3), durationSecs: 2, waveform: 'AAA' };
    discord.say(lobby, alice, '', { files: [file], flags: MessageFlags.IsVoiceMessage });
    discord.say(lobby, alice, 'bot', {
      type: MessageType.ChatInputCommand,
      embeds: [
        { title: 'T', description: 'D', url: 'https://x.org/', color: 255, fields: [{ name: 'n', value: 'v' }] },
      ],
    });
    expect((await heard('message', ({ text }) => String(text) === 'sticker')).attachments).toMatchObject([
      { kind: 'sticker', name: 'wave', url: `${discord.cdn}/stickers/${sticker}.png` },
    ]);
    expect((await heard('message', ({ text }) => String(text) === 'poll')).attachments).toMatchObject([
      { type: 'poll', question: 'why?', options: ['a1', 'a2'], multiple: true },
    ]);
    const forward = await heard('message', ({ attachments }) => attachments?.[0]?.type === 'forward');
    const [forwarded] = forward.attachments ?? [];
    expect(forwarded?.type === 'forward' && String(forwarded.message.text)).toBe('the original');
    const voice = await heard(
      'message',
      ({ attachments }) => (attachments?.[0] as { kind?: string })?.kind === 'voice',
    );
    expect(voice.attachments).toMatchObject([{ duration: 2, mime: 'audio/ogg' }]);
    const { card } = await heard('message', ({ text }) => String(text) === 'bot');
    expect(card).toMatchObject({ title: 'T', link: 'https://x.org/', color: 255, fields: [{ name: 'n', value: 'v' }] });
    expect(String(card?.body)).toBe('D');
  });

  it('of webhooks of others have the name they speak under', async () => {
    const { discord, lobby, alice, heard } = await bridge();
    const hook = discord.webhook(lobby, 'other bridge', alice);
    discord.sayAs(lobby, hook, 'zoe', 'from afar');
    const event = await heard('message');
    expect(event).toMatchObject({ self: false, user: { nick: 'zoe', bot: true, suggested: true } });
  });

  it('in threads come in channels with a parent; posts of forums too', async () => {
    const { discord, guild, lobby, alice, channel, heard } = await bridge();
    const root = discord.say(lobby, alice, 'root');
    const thread = discord.startThread(lobby, alice, 'aside', { message: root, text: 'inside' });
    const event = await heard('message', ({ text }) => String(text) === 'inside');
    expect(event.channel.source).toBe(thread.id);
    expect(event.channel.parent).toBe(channel);
    expect(event.channel.root?.id).toBe(root.data.id);
    const forum = discord.channel(guild, 'help', { type: 15 });
    const post = discord.startThread(forum, alice, 'it broke', { text: 'see title' });
    const first = await heard('message', ({ text }) => String(text) === 'see title');
    expect(first.channel.parent?.source).toBe(forum.id);
    expect(first.channel.root).toBeUndefined();
    expect(await heard('title', ({ channel: { source } }) => source === post.id)).toMatchObject({ text: 'it broke' });
  });

  it('of a form that nobody foresaw harm nothing', async () => {
    const { discord, lobby, alice, plug, heard } = await bridge();
    discord.say(lobby, alice, 'odd', { extra: { embeds: [{ fields: 7 }], poll: {} } as never });
    discord.say(lobby, alice, 'even');
    expect(String((await heard('message')).text)).toBe('even');
    expect(plug.state).toBe('connected');
  });

  it('in conversations come in a channel of their own', async () => {
    const { discord, alice, plug, heard } = await bridge();
    const direct = discord.direct(alice);
    discord.say(direct, alice, 'psst');
    const event = await heard('message');
    expect(event.channel.source).toBe(direct.id);
    const user = await plug.user(alice.id);
    expect(await plug.direct(user)).toBe(event.channel);
  });
});

describe('what happens to messages', () => {
  it('are edits, but no previews of links and no pins', async () => {
    const { discord, lobby, alice, heard, events } = await bridge();
    const said = discord.say(lobby, alice, 'https://example.org');
    discord.unfurl(said, { title: 'Example', type: 'link' as never });
    discord.pin(said, alice);
    discord.edit(said, 'changed');
    const edit = await heard('edit');
    expect(String(edit.text)).toBe('changed');
    expect(edit.ref.id).toBe(said.data.id);
    discord.pin(said, alice, false);
    const last = discord.say(lobby, alice, 'end');
    await heard('message', ({ ref }) => ref.id === last.data.id);
    expect(events.filter(({ type }) => type === 'edit')).toHaveLength(1);
    expect(
      events.some((event) => event.type === 'message' && event.action && String(event.text) === 'pinned a message'),
    ).toBe(true);
  });

  it('are deletes, of several at once too', async () => {
    const { discord, lobby, alice, heard } = await bridge();
    const said = ['a', 'b', 'c'].map((text) => discord.say(lobby, alice, text));
    discord.remove(said[0] as never);
    discord.remove(...said.slice(1));
    for (const { data } of said) await heard('delete', ({ ref }) => ref.id === data.id);
  });

  it('are reactions, taken back and cleared', async () => {
    const { discord, guild, lobby, alice, heard, events } = await bridge();
    const bob = discord.user('bob');
    const blob = `blob:${discord.emoji(guild, 'blob')}`;
    const said = discord.say(lobby, alice, 'nice');
    discord.react(said, alice, '👍');
    discord.react(said, bob, blob);
    discord.unreact(said, alice, '👍');
    discord.react(said, alice, blob);
    discord.clearReactions(said);
    await heard('reaction', ({ removed, user }) => removed && user?.id === alice.id);
    const last = discord.say(lobby, alice, 'end');
    await heard('message', ({ ref }) => ref.id === last.data.id);
    const told = events.flatMap((event) => (event.type === 'reaction' ? [event] : []));
    expect(told.map(({ emoji, removed, user }) => [user?.nick, emoji, removed])).toEqual([
      ['Alice', '👍', false],
      ['bob', ':blob:', false],
      ['Alice', '👍', true],
      ['Alice', ':blob:', false],
      ['bob', ':blob:', true],
      ['Alice', ':blob:', true],
    ]);
  });
});

describe('people and places', () => {
  it('join, leave, and take other names', async () => {
    const { discord, guild, alice, lobby, channel, heard } = await bridge({ members: true });
    const zoe = discord.user('zoe', { guilds: [] });
    discord.join(guild, zoe);
    expect(await heard('join')).toMatchObject({ channel, users: [{ nick: 'zoe' }] });
    discord.say(lobby, alice, 'hi');
    discord.nick(guild, alice, 'Al');
    const rename = await heard('rename');
    expect([rename.before.nick, rename.after.nick]).toEqual(['Alice', 'Al']);
    discord.leave(guild, zoe);
    expect(await heard('leave')).toMatchObject({ users: [{ id: zoe.id }] });
  });

  it('type, and are there or not', async () => {
    const { discord, alice, lobby, channel, plug, heard } = await bridge({ members: true, presences: true });
    discord.typing(lobby, alice);
    expect(await heard('typing')).toMatchObject({ channel, user: { nick: 'Alice' } });
    discord.presence(alice, 'dnd', 'deep in code');
    expect(await heard('presence')).toMatchObject({ status: 'busy', text: 'deep in code', user: { id: alice.id } });
    expect((await heard('presence')).channel).toBe(plug.channel(''));
  });

  it('are renamed, and get other topics', async () => {
    const { discord, lobby, channel, heard } = await bridge();
    discord.rename(lobby, 'hall');
    expect(await heard('title')).toMatchObject({ channel, text: 'hall' });
    discord.topic(lobby, 'new topic');
    expect(await heard('topic')).toMatchObject({ channel, text: 'new topic' });
    expect([await channel.title(), await channel.topic()]).toEqual(['hall', 'new topic']);
  });
});
