import { pin, unpin } from '../acts/pins.ts';
import type { ApiRequest, ApiResponse, Route } from '../http/router.ts';
import { botMay } from '../state/permissions.ts';
import { channelOf, limitOf, messageOf, noContent } from './access.ts';
import { show } from './messages.ts';

/** Message Resource › Get Channel Pins, Pin Message, Unpin Message, and their deprecated forms. */
export const pinRoutes: readonly Route[] = ['/channels/:channel/messages/pins', '/channels/:channel/pins'].flatMap(
  (base): Route[] => [
    { method: 'GET', path: base, handle: (request) => list(request, base.includes('/messages/')) },
    {
      method: 'PUT',
      path: `${base}/:message`,
      handle: (request) => {
        const channel = channelOf(request, 'PinMessages');
        pin(request.world, channel, messageOf(request, channel), request.world.bot);
        return noContent;
      },
    },
    {
      method: 'DELETE',
      path: `${base}/:message`,
      handle: (request) => {
        const channel = channelOf(request, 'PinMessages');
        unpin(request.world, channel, messageOf(request, channel));
        return noContent;
      },
    },
  ],
);

function list(request: ApiRequest, paged: boolean): ApiResponse {
  const channel = channelOf(request);
  const before = Date.parse(request.query.get('before') ?? '') || Number.POSITIVE_INFINITY;
  const readable = botMay(request.world, channel, 'ReadMessageHistory');
  const pins = [...channel.pins]
    .filter(([, pinnedAt]) => readable && Date.parse(pinnedAt) < before)
    .toReversed()
    .map(([id, pinnedAt]) => ({ pinned_at: pinnedAt, message: show(request, request.world.message(channel, id)) }));
  const items = pins.slice(0, paged ? limitOf(request, 50, 50) : 50);
  if (!paged) return { status: 200, body: items.map(({ message }) => message) };
  return { status: 200, body: { items, has_more: pins.length > items.length } };
}
