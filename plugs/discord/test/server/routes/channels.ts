import { ChannelType } from 'discord-api-types/v10';
import { announceChange, deleteChannel } from '../acts/channels.ts';
import { startTyping } from '../acts/people.ts';
import { ApiError } from '../http/api-error.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { presentChannel } from '../present/channel.ts';
import { Form } from '../rules/form.ts';
import { archiveDurations } from '../rules/names.ts';
import { requirePermissions, speaking } from '../state/permissions.ts';
import type { ChannelRecord, ThreadRecord } from '../state/records.ts';
import { channelOf, noContent } from './access.ts';

/** Channels Resource: the channel itself. */
export const channelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/channels/:channel',
    handle: (request) => ({ status: 200, body: presentChannel(request.world, channelOf(request)) }),
  },
  { method: 'PATCH', path: '/channels/:channel', handle: modify },
  {
    // Channels Resource › Delete/Close Channel
    method: 'DELETE',
    path: '/channels/:channel',
    handle: (request) => {
      const channel = channelOf(request);
      if (channel.type !== ChannelType.DM) {
        requirePermissions(request.world, channel, channel.thread === null ? 'ManageChannels' : 'ManageThreads');
        deleteChannel(request.world, channel);
      }
      return { status: 200, body: presentChannel(request.world, channel) };
    },
  },
  {
    // Channels Resource › Trigger Typing Indicator
    method: 'POST',
    path: '/channels/:channel/typing',
    handle: (request) => {
      const channel = channelOf(request);
      requirePermissions(request.world, channel, speaking(channel));
      startTyping(request.world, channel, request.world.bot);
      return noContent;
    },
  },
];

/** Channels Resource › Modify Channel: guild channels and threads. */
function modify(request: ApiRequest): ApiResponse {
  const channel = channelOf(request);
  if (channel.type === ChannelType.DM) throw new ApiError(50003);
  const form = new Form();
  const given = form.object([], request.json);
  const name = form.text(['name'], given['name'], { min: 1, max: 100 });
  const slowMode = form.integer(['rate_limit_per_user'], given['rate_limit_per_user'], 0, 21_600);
  const parentId = form.snowflake(['parent_id'], given['parent_id']);
  const nsfw = form.boolean(['nsfw'], given['nsfw']);
  // Forums take four times the topic.
  const max = channel.type === ChannelType.GuildForum ? 4096 : 1024;
  const topic = form.text(['topic'], given['topic'], { max });
  const thread = channel.thread === null ? undefined : checkThread(form, given);
  form.check();
  if (channel.thread !== null && thread !== undefined) changeThread(request, channel, channel.thread, thread, given);
  else requirePermissions(request.world, channel, 'ManageChannels');
  if (name !== undefined) channel.name = nameFor(channel.type, name);
  if (given['topic'] !== undefined) channel.topic = topic || null;
  if (slowMode !== undefined) channel.rateLimitPerUser = slowMode;
  if (nsfw !== undefined) channel.nsfw = nsfw;
  if (given['parent_id'] !== undefined && channel.thread === null) channel.parentId = parentId ?? null;
  announceChange(request.world, channel);
  return { status: 200, body: presentChannel(request.world, channel) };
}

interface ThreadChanges {
  readonly archived: boolean | undefined;
  readonly locked: boolean | undefined;
  readonly invitable: boolean | undefined;
  readonly autoArchiveDuration: number | undefined;
}

function checkThread(form: Form, given: Readonly<Record<string, unknown>>): ThreadChanges {
  return {
    archived: form.boolean(['archived'], given['archived']),
    locked: form.boolean(['locked'], given['locked']),
    invitable: form.boolean(['invitable'], given['invitable']),
    autoArchiveDuration: form.choice(['auto_archive_duration'], given['auto_archive_duration'], archiveDurations),
  };
}

/** Channels Resource › Modify Channel › JSON Params (Thread); Topics › Threads › Editing & Deleting Threads. */
function changeThread(
  request: ApiRequest,
  channel: ChannelRecord,
  thread: ThreadRecord,
  changes: ThreadChanges,
  given: Readonly<Record<string, unknown>>,
): void {
  const keys = Object.keys(given);
  const wakes = changes.archived === false && !thread.locked && keys.length === 1;
  const own = thread.ownerId === request.world.bot.id && changes.locked === undefined && !thread.locked;
  if (wakes) requirePermissions(request.world, channel, 'SendMessagesInThreads');
  else if (!own) requirePermissions(request.world, channel, 'ManageThreads');
  if (thread.archived && changes.archived !== false) throw new ApiError(50083);
  if (changes.archived !== undefined && changes.archived !== thread.archived) {
    thread.archived = changes.archived;
    thread.archiveTimestamp = new Date().toISOString();
  }
  thread.locked = changes.locked ?? thread.locked;
  thread.invitable = changes.invitable ?? thread.invitable;
  thread.autoArchiveDuration = changes.autoArchiveDuration ?? thread.autoArchiveDuration;
}

/** Text channels are written small and with dashes (as is seen; not documented). */
export function nameFor(type: ChannelType, name: string): string {
  const plain =
    type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement || type === ChannelType.GuildForum;
  return plain ? name.trim().toLowerCase().replaceAll(/\s+/g, '-') : name.trim();
}
