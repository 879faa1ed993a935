import { randomBytes } from 'node:crypto';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/router.ts';
import { presentUser } from '../present/user.ts';
import { Form } from '../rules/form.ts';
import { channelOf } from './access.ts';

/** Channels Resource › Create Channel Invite; Invite Resource › Get Invite. */
export const inviteRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/channels/:channel/invites',
    handle: (request) => {
      const channel = channelOf(request, 'CreateInstantInvite');
      if (channel.guildId === null) throw new ApiError(50003);
      const form = new Form();
      // “All JSON parameters for this route are optional, however the request body is not.”
      const given = form.object([], request.json);
      const maxAge = form.integer(['max_age'], given['max_age'], 0, 604_800) ?? 86_400;
      const maxUses = form.integer(['max_uses'], given['max_uses'], 0, 100) ?? 0;
      const temporary = form.boolean(['temporary'], given['temporary']) ?? false;
      form.check();
      const guild = request.world.guild(channel.guildId);
      const code = randomBytes(6).toString('base64url');
      const invite = {
        code,
        type: 0,
        guild: { id: guild.id, name: guild.name },
        channel: { id: channel.id, name: channel.name, type: channel.type },
        inviter: presentUser(request.world.bot),
        uses: 0,
        max_uses: maxUses,
        max_age: maxAge,
        temporary,
        created_at: new Date().toISOString(),
        expires_at: maxAge === 0 ? null : new Date(Date.now() + maxAge * 1000).toISOString(),
      };
      request.world.invites.set(code, invite);
      return { status: 200, body: invite };
    },
  },
  {
    method: 'GET',
    path: '/invites/:code',
    open: true,
    handle: ({ world, param }) => {
      const invite = world.invites.get(param('code'));
      if (invite === undefined) throw new ApiError(10006);
      return { status: 200, body: invite };
    },
  },
];
