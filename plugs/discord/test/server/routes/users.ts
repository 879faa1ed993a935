import { directChannel } from '../acts/channels.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/router.ts';
import { presentChannel } from '../present/channel.ts';
import { presentUser } from '../present/user.ts';
import { Form } from '../rules/form.ts';

/** Users Resource: the bot itself, others, and conversations with them. */
export const userRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/users/@me',
    handle: ({ world }) => ({ status: 200, body: { ...presentUser(world.bot), verified: true, mfa_enabled: true } }),
  },
  {
    method: 'GET',
    path: '/users/:user',
    handle: ({ world, param }) => ({ status: 200, body: presentUser(world.user(param('user'))) }),
  },
  {
    method: 'GET',
    path: '/users/@me/guilds',
    handle: ({ world }) => ({
      status: 200,
      body: [...world.guilds.values()].map(({ id, name }) => ({ id, name, icon: null, banner: null, owner: false })),
    }),
  },
  {
    // Users Resource › Create DM
    method: 'POST',
    path: '/users/@me/channels',
    handle: ({ world, json }) => {
      const form = new Form();
      const given = form.object([], json);
      form.required(['recipient_id'], given['recipient_id']);
      const id = form.snowflake(['recipient_id'], given['recipient_id']) ?? '';
      form.check();
      // Nobody, and oneself, are no recipients (as seen in public reports).
      if (!world.users.has(id) || id === world.bot.id) throw new ApiError(50033);
      return { status: 200, body: presentChannel(world, directChannel(world, id)) };
    },
  },
  {
    // OAuth2 › Get Current Bot Application Information: only what a client needs to know itself.
    method: 'GET',
    path: '/applications/@me',
    handle: ({ world }) => ({
      status: 200,
      body: {
        id: world.bot.id,
        name: world.bot.username,
        icon: null,
        description: '',
        bot: presentUser(world.bot),
        flags: 0,
      },
    }),
  },
];
