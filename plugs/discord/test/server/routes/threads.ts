import { ChannelType, MessageType } from 'discord-api-types/v10';
import { announceUpdate } from '../acts/change-message.ts';
import { createMessage } from '../acts/create-message.ts';
import { joinThread, leaveThread, startThread } from '../acts/threads.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { presentChannel, presentThreadMember } from '../present/channel.ts';
import { presentUser } from '../present/user.ts';
import { Form } from '../rules/form.ts';
import { checkMessageBody, createFlags } from '../rules/message-body.ts';
import { archiveDurations } from '../rules/names.ts';
import type { ChannelRecord } from '../state/records.ts';
import { compareIds } from '../state/snowflake.ts';
import { channelOf, messageOf, noContent } from './access.ts';
import { attach, stickersOf } from './attach.ts';
import { requireContents } from './create-message.ts';
import { show } from './messages.ts';

const members = '/channels/:channel/thread-members';

/** Channels Resource › Start Thread …, Join Thread …, List … Archived Threads. */
export const threadRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels/:channel/messages/:message/threads', handle: startFromMessage },
  {
    method: 'POST',
    path: '/channels/:channel/threads',
    handle: (request) => {
      const channel = channelOf(request);
      return channel.type === ChannelType.GuildForum ? post(request, channel) : startAlone(request, channel);
    },
  },
  { method: 'PUT', path: `${members}/:user`, handle: (request) => addMember(request, request.param('user')) },
  { method: 'PUT', path: `${members}/@me`, handle: (request) => addMember(request, request.world.bot.id) },
  {
    method: 'DELETE',
    path: `${members}/@me`,
    handle: (request) => {
      leaveThread(request.world, threadOf(request, true), request.world.bot.id);
      return noContent;
    },
  },
  {
    method: 'GET',
    path: members,
    handle: (request) => {
      if (!request.guildMembers) throw new ApiError(50001);
      const channel = threadOf(request, false);
      const ids = [...(channel.thread?.members.keys() ?? [])];
      return { status: 200, body: ids.map((id) => presentThreadMember(channel, id)) };
    },
  },
  {
    // Channels Resource › List Public Archived Threads: latest archived first.
    method: 'GET',
    path: '/channels/:channel/threads/archived/public',
    handle: (request) => {
      const channel = channelOf(request, 'ReadMessageHistory');
      const threads = request.world
        .threads(channel.guildId ?? '', channel.id)
        .filter(({ thread, type }) => thread?.archived && type !== ChannelType.PrivateThread)
        .toSorted((a, b) => compareIds(b.id, a.id));
      return {
        status: 200,
        body: { threads: threads.map((one) => presentChannel(request.world, one)), members: [], has_more: false },
      };
    },
  },
];

interface Start {
  readonly name: string;
  readonly autoArchiveDuration: number | undefined;
  readonly rateLimitPerUser: number | undefined;
}

function checkStart(form: Form, json: unknown): Start {
  const given = form.object([], json);
  form.required(['name'], given['name']);
  return {
    name: form.text(['name'], given['name'], { min: 1, max: 100 }) ?? '',
    autoArchiveDuration: form.choice(['auto_archive_duration'], given['auto_archive_duration'], archiveDurations),
    rateLimitPerUser: form.integer(['rate_limit_per_user'], given['rate_limit_per_user'], 0, 21_600),
  };
}

/** Channels Resource › Start Thread from Message. */
function startFromMessage(request: ApiRequest): ApiResponse {
  const { world } = request;
  const channel = channelOf(request, 'CreatePublicThreads');
  const type = threadType(channel);
  const message = messageOf(request, channel);
  const form = new Form();
  const start = checkStart(form, request.json);
  form.check();
  if (world.channels.has(message.data.id)) throw new ApiError(160004);
  const thread = startThread(world, channel, { ...start, type, ownerId: world.bot.id, id: message.data.id });
  announceUpdate(world, message);
  return { status: 201, body: presentChannel(world, thread) };
}

/** Channels Resource › Start Thread without Message; public ones are announced by a system message (type 18). */
function startAlone(request: ApiRequest, channel: ChannelRecord): ApiResponse {
  const { world } = request;
  const form = new Form();
  const start = checkStart(form, request.json);
  const given = form.object([], request.json);
  const types = [ChannelType.AnnouncementThread, ChannelType.PublicThread, ChannelType.PrivateThread];
  const type = form.choice(['type'], given['type'], types) ?? ChannelType.PrivateThread;
  const invitable = form.boolean(['invitable'], given['invitable']);
  form.check();
  const open = threadType(channel);
  if (type !== ChannelType.PrivateThread && type !== open) throw new ApiError(50024);
  channelOf(request, type === ChannelType.PrivateThread ? 'CreatePrivateThreads' : 'CreatePublicThreads');
  const thread = startThread(world, channel, { ...start, type, invitable, ownerId: world.bot.id });
  if (type !== ChannelType.PrivateThread) {
    createMessage(world, channel, {
      author: presentUser(world.bot),
      type: MessageType.ThreadCreated,
      content: start.name,
      reference: { type: 0, channel_id: thread.id, guild_id: channel.guildId ?? '' },
    });
  }
  return { status: 201, body: presentChannel(world, thread) };
}

/** Channels Resource › Start Thread in Forum or Media Channel: the first message has the thread's id. */
function post(request: ApiRequest, channel: ChannelRecord): ApiResponse {
  const { world } = request;
  channelOf(request, 'SendMessages');
  const form = new Form();
  const start = checkStart(form, request.json);
  const given = form.object([], request.json);
  form.required(['message'], given['message']);
  const tags = form.list(['applied_tags'], given['applied_tags'], 5).map(String);
  const body = checkMessageBody(form, given['message'] ?? {}, request.files, { flags: createFlags, kept: () => false });
  form.check();
  requireContents(request, channel, body);
  const thread = startThread(world, channel, {
    ...start,
    type: ChannelType.PublicThread,
    ownerId: world.bot.id,
    appliedTags: tags,
  });
  const message = createMessage(world, thread, {
    ...body,
    id: thread.id,
    author: presentUser(world.bot),
    attachments: attach(world, thread, body.attachments ?? [], []),
    stickerItems: stickersOf(world, channel, body.stickerIds),
  });
  return { status: 201, body: { ...presentChannel(world, thread), message: show(request, message) } };
}

/** The kind of thread a channel has (Channels Resource › Start Thread from Message).
 * @throws ApiError 50024 */
function threadType(channel: ChannelRecord): ChannelType {
  if (channel.type === ChannelType.GuildText) return ChannelType.PublicThread;
  if (channel.type === ChannelType.GuildAnnouncement) return ChannelType.AnnouncementThread;
  throw new ApiError(50024);
}

function threadOf(request: ApiRequest, active: boolean): ChannelRecord {
  const channel = channelOf(request);
  if (channel.thread === null) throw new ApiError(50024);
  if (active && channel.thread.archived) throw new ApiError(50083);
  return channel;
}

function addMember(request: ApiRequest, userId: string): ApiResponse {
  const channel = threadOf(request, true);
  if (!request.world.guild(channel.guildId ?? '').members.has(userId)) throw new ApiError(10007);
  joinThread(request.world, channel, userId);
  return noContent;
}
