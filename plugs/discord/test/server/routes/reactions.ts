import { addReaction, clearReactions, removeReaction } from '../acts/reactions.ts';
import type { Route } from '../http/router.ts';
import { presentUser } from '../present/user.ts';
import { emojiKey, readEmoji } from '../rules/emoji.ts';
import { requirePermissions } from '../state/permissions.ts';
import { compareIds } from '../state/snowflake.ts';
import { channelOf, limitOf, messageOf, noContent, requireActive } from './access.ts';

const all = '/channels/:channel/messages/:message/reactions';
const one = `${all}/:emoji`;

/** Message Resource › Create Reaction and what follows it. */
export const reactionRoutes: readonly Route[] = [
  {
    method: 'PUT',
    path: `${one}/@me`,
    handle: (request) => {
      const channel = channelOf(request, 'ReadMessageHistory');
      const message = messageOf(request, channel);
      const emoji = readEmoji(request.world, request.param('emoji'));
      // Joining in needs no permission; being the first does.
      if (!message.reactions.has(emojiKey(emoji))) requirePermissions(request.world, channel, 'AddReactions');
      requireActive(request, channel);
      addReaction(request.world, channel, message, request.world.bot.id, emoji);
      return noContent;
    },
  },
  {
    method: 'DELETE',
    path: `${one}/@me`,
    handle: (request) => {
      const channel = channelOf(request);
      const message = messageOf(request, channel);
      const emoji = readEmoji(request.world, request.param('emoji'));
      requireActive(request, channel);
      removeReaction(request.world, channel, message, request.world.bot.id, emoji);
      return noContent;
    },
  },
  {
    method: 'DELETE',
    path: `${one}/:user`,
    handle: (request) => {
      const channel = channelOf(request, 'ManageMessages');
      const message = messageOf(request, channel);
      const emoji = readEmoji(request.world, request.param('emoji'));
      removeReaction(request.world, channel, message, request.param('user'), emoji);
      return noContent;
    },
  },
  {
    method: 'GET',
    path: one,
    handle: (request) => {
      const channel = channelOf(request);
      const emoji = readEmoji(request.world, request.param('emoji'));
      const reaction = messageOf(request, channel).reactions.get(emojiKey(emoji));
      const after = request.query.get('after') ?? '0';
      const users = [...(reaction?.users ?? [])]
        .filter((id) => compareIds(id, after) > 0)
        .toSorted(compareIds)
        .slice(0, limitOf(request, 100, 25));
      return { status: 200, body: users.map((id) => presentUser(request.world.user(id))) };
    },
  },
  {
    method: 'DELETE',
    path: all,
    handle: (request) => {
      const channel = channelOf(request, 'ManageMessages');
      clearReactions(request.world, channel, messageOf(request, channel));
      return noContent;
    },
  },
  {
    method: 'DELETE',
    path: one,
    handle: (request) => {
      const channel = channelOf(request, 'ManageMessages');
      const emoji = readEmoji(request.world, request.param('emoji'));
      clearReactions(request.world, channel, messageOf(request, channel), emoji);
      return noContent;
    },
  },
];
