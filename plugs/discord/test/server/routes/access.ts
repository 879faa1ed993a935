import { ApiError } from '../http/api-error.ts';
import type { ApiRequest } from '../http/router.ts';
import { type PermissionName, requirePermissions } from '../state/permissions.ts';
import type { ChannelRecord, GuildRecord, MessageRecord } from '../state/records.ts';

/** The channel of a request's path, if the bot may do these things in it.
 * @throws ApiError 10003, 50001, 50013 */
export function channelOf(request: ApiRequest, ...names: readonly PermissionName[]): ChannelRecord {
  const channel = request.world.channel(request.param('channel'));
  requirePermissions(request.world, channel, 'ViewChannel', ...names);
  return channel;
}

/** The message of a request's path, in that channel.
 * @throws ApiError 10008 */
export function messageOf(request: ApiRequest, channel: ChannelRecord): MessageRecord {
  return request.world.message(channel, request.param('message'));
}

/** The guild of a request's path; one that the bot is not in is as unknown as one that is not.
 * @throws ApiError 10004 */
export function guildOf(request: ApiRequest): GuildRecord {
  return request.world.guild(request.param('guild'));
}

/** Refuses to change what is archived or locked (Topics › Threads › Active & Archived Threads, Locked Threads).
 * @throws ApiError 50083, 160005 */
export function requireActive(request: ApiRequest, channel: ChannelRecord): void {
  if (channel.thread?.archived) throw new ApiError(50083);
  requireUnlocked(request, channel);
}

/** Refuses to speak in a locked thread, which only moderators may.
 * @throws ApiError 160005 */
export function requireUnlocked(request: ApiRequest, channel: ChannelRecord): void {
  if (!channel.thread?.locked) return;
  try {
    requirePermissions(request.world, channel, 'ManageThreads');
  } catch {
    throw new ApiError(160005);
  }
}

/** The `limit` of a list, within its bounds.
 * @throws ApiError 50035 */
export function limitOf(request: ApiRequest, max: number, usual: number): number {
  const text = request.query.get('limit');
  if (text === null) return usual;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= max) return limit;
  const code = limit > max ? 'NUMBER_TYPE_MAX' : limit < 1 ? 'NUMBER_TYPE_MIN' : 'NUMBER_TYPE_COERCE';
  throw new ApiError(50035, 400, 'Invalid Form Body', {
    limit: { _errors: [{ code, message: `Value should be between 1 and ${max}.` }] },
  });
}

/** The answer of what has nothing to say. */
export const noContent: { readonly status: number } = { status: 204 };
