import type { APIAllowedMentions } from '../client.ts';

/** Whom a message may ping (Message Resource › Allowed Mentions Object): nobody, unless the route allows it. */
export function allowedMentions(pings: boolean): APIAllowedMentions {
  if (!pings) return { parse: [], replied_user: false };
  return { parse: ['users', 'roles', 'everyone'] as NonNullable<APIAllowedMentions['parse']>, replied_user: true };
}
