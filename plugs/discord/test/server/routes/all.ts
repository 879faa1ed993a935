import type { Route } from '../http/router.ts';
import { channelRoutes } from './channels.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { inviteRoutes } from './invites.ts';
import { messageRoutes } from './messages.ts';
import { pinRoutes } from './pins.ts';
import { reactionRoutes } from './reactions.ts';
import { threadRoutes } from './threads.ts';
import { userRoutes } from './users.ts';
import { webhookMessageRoutes } from './webhook-messages.ts';
import { webhookRoutes } from './webhooks.ts';

/** Every route of the API, given where the gateway is. */
export function routes(gatewayUrl: () => string): readonly Route[] {
  return [
    ...gatewayRoutes(gatewayUrl),
    ...userRoutes,
    ...guildRoutes,
    ...channelRoutes,
    ...messageRoutes,
    ...reactionRoutes,
    ...pinRoutes,
    ...threadRoutes,
    ...webhookRoutes,
    ...webhookMessageRoutes,
    ...inviteRoutes,
  ];
}
