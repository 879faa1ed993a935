import { ChannelType } from 'discord-api-types/v10';
import { createChannel } from '../acts/channels.ts';
import { announceMember } from '../acts/people.ts';
import { matches } from '../gateway/members.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/router.ts';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { presentGuild } from '../present/guild.ts';
import { presentMember } from '../present/user.ts';
import { presentWebhook } from '../present/webhook.ts';
import { Form } from '../rules/form.ts';
import { channelPermissions, guildPermissions, permissionBits } from '../state/permissions.ts';
import { compareIds } from '../state/snowflake.ts';
import { guildOf, limitOf } from './access.ts';
import { nameFor } from './channels.ts';

/** The kinds of channel that can be made here. */
const creatable = [
  ChannelType.GuildText,
  ChannelType.GuildVoice,
  ChannelType.GuildCategory,
  ChannelType.GuildAnnouncement,
  ChannelType.GuildForum,
] as const;

/** Guild Resource: the guild, its channels, members, roles, threads and emoji. */
export const guildRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/guilds/:guild',
    handle: (request) => {
      const guild = guildOf(request);
      const counts = { approximate_member_count: guild.members.size, approximate_presence_count: guild.members.size };
      const counted = request.query.get('with_counts') === 'true';
      return { status: 200, body: { ...presentGuild(guild), ...(counted && counts) } };
    },
  },
  {
    // Guild Resource › Get Guild Channels: “Does not include threads.”
    method: 'GET',
    path: '/guilds/:guild/channels',
    handle: (request) => {
      const { id } = guildOf(request);
      const all = [...request.world.channels.values()].filter((channel) => channel.guildId === id);
      const channels = all.filter((channel) => channel.thread === null);
      return { status: 200, body: channels.map((channel) => presentChannel(request.world, channel)) };
    },
  },
  {
    // Guild Resource › Create Guild Channel: “Requires the MANAGE_CHANNELS permission.”
    method: 'POST',
    path: '/guilds/:guild/channels',
    handle: (request) => {
      const { world } = request;
      const guild = guildOf(request);
      if (!(guildPermissions(guild, world.bot.id) & permissionBits(['ManageChannels']))) throw new ApiError(50013);
      const form = new Form();
      const given = form.object([], request.json);
      form.required(['name'], given['name']);
      const name = form.text(['name'], given['name'], { min: 1, max: 100 }) ?? '';
      const topic = form.text(['topic'], given['topic'], { max: 1024 });
      const type = form.choice(['type'], given['type'], creatable) ?? ChannelType.GuildText;
      const parentId = form.snowflake(['parent_id'], given['parent_id']);
      form.check();
      const channel = createChannel(world, { name: nameFor(type, name), type, guildId: guild.id, topic, parentId });
      return { status: 201, body: presentChannel(world, channel) };
    },
  },
  {
    // Guild Resource › List Active Guild Threads: “ordered by their id, in descending order”.
    method: 'GET',
    path: '/guilds/:guild/threads/active',
    handle: (request) => {
      const { world } = request;
      const threads = world
        .threads(guildOf(request).id)
        .filter(({ thread }) => thread?.archived === false)
        .filter((channel) => channelPermissions(world, channel, world.bot.id) !== 0n)
        .toSorted((a, b) => compareIds(b.id, a.id));
      const joined = threads.filter((channel) => channel.thread?.members.has(world.bot.id));
      return {
        status: 200,
        body: {
          threads: threads.map((channel) => presentChannel(world, channel)),
          members: joined.map((channel) => presentThreadMember(channel, world.bot.id)),
        },
      };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/roles',
    handle: (request) => ({ status: 200, body: [...guildOf(request).roles.values()] }),
  },
  {
    method: 'GET',
    path: '/guilds/:guild/emojis',
    handle: (request) => ({ status: 200, body: [...guildOf(request).emojis.values()] }),
  },
  {
    // Guild Resource › List Guild Members: needs the members intent, whatever was asked for at the gateway.
    method: 'GET',
    path: '/guilds/:guild/members',
    handle: (request) => {
      if (!request.guildMembers) throw new ApiError(50001);
      const after = request.query.get('after') ?? '0';
      const limit = limitOf(request, 1000, 1);
      const members = [...guildOf(request).members.values()]
        .filter((member) => compareIds(member.user.id, after) > 0)
        .toSorted((a, b) => compareIds(a.user.id, b.user.id))
        .slice(0, limit);
      return { status: 200, body: members.map(presentMember) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/search',
    handle: (request) => {
      const form = new Form();
      const query = request.query.get('query');
      form.required(['query'], query);
      form.check();
      const found = [...guildOf(request).members.values()].filter(({ user, nick }) =>
        matches(user.username, nick, query ?? ''),
      );
      return { status: 200, body: found.slice(0, limitOf(request, 1000, 1)).map(presentMember) };
    },
  },
  {
    method: 'GET',
    path: '/guilds/:guild/members/:user',
    handle: (request) => {
      const member = guildOf(request).members.get(request.param('user'));
      if (member === undefined) throw new ApiError(request.world.users.has(request.param('user')) ? 10007 : 10013);
      return { status: 200, body: presentMember(member) };
    },
  },
  {
    // Guild Resource › Modify Current Member
    method: 'PATCH',
    path: '/guilds/:guild/members/@me',
    handle: (request) => {
      const guild = guildOf(request);
      const { bot } = request.world;
      const form = new Form();
      const nick = form.text(['nick'], form.object([], request.json)['nick'], { max: 32 });
      form.check();
      if (!(guildPermissions(guild, bot.id) & permissionBits(['ChangeNickname']))) throw new ApiError(50013);
      const member = guild.members.get(bot.id);
      if (member === undefined) throw new ApiError(10007);
      member.nick = nick || null;
      announceMember(request.world, guild, bot);
      return { status: 200, body: presentMember(member) };
    },
  },
  {
    // Webhook Resource › Get Guild Webhooks
    method: 'GET',
    path: '/guilds/:guild/webhooks',
    handle: (request) => {
      const guild = guildOf(request);
      if (!(guildPermissions(guild, request.world.bot.id) & permissionBits(['ManageWebhooks'])))
        throw new ApiError(50013);
      const webhooks = [...request.world.webhooks.values()].filter((webhook) => webhook.guildId === guild.id);
      return { status: 200, body: webhooks.map((webhook) => presentWebhook(webhook, false)) };
    },
  },
];
