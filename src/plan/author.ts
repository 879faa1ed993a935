import type { Message } from '../model/message.ts';
import { displayName, type User } from '../model/user.ts';
import { defuseNick } from '../text/defuse.ts';
import type { Segment } from '../text/segment.ts';
import { carriesCredential, isPublicUrl } from './credential-url.ts';
import type { PlanContext } from './message-plan.ts';

/** The longest name shown, in code points: a stranger's nick must not fill the room. */
const MAX_NAME = 80;
const DEFAULT_PREFIX = '<{nick}> ';

/** The author to show: nobody where it is our own account or nobody is given. */
export function foreignAuthor(message: Message, self: User | undefined): User | undefined {
  const { user } = message;
  if (user === undefined) return undefined;
  if (self !== undefined && user.id === self.id && user.network === self.network) return undefined;
  return user;
}

/** What stands before the text to say who wrote it; empty where the route wants no names, or not the same twice. */
export function authorPrefix(user: User, action: boolean, context: PlanContext): string {
  const template = context.prefix ?? DEFAULT_PREFIX;
  if (template === '' || (context.continues && !action)) return '';
  if (action) return `* ${nameFor(user, context)} `;
  if (template === DEFAULT_PREFIX) return `<${nameFor(user, context)}> `;
  return template.replace(/\{(nick|fullName|network|channel)\}/g, (_, field: string) => {
    if (field === 'nick') return nameFor(user, context);
    if (field === 'fullName') return nameFor({ ...user, nick: user.fullName || user.nick || '' }, context);
    if (field === 'network') return cleanName(context.origin?.network ?? user.network);
    return cleanName(context.origin?.channel ?? '');
  });
}

/** A user's name inside a line, in such a form that it highlights nobody where the route asks for that. */
export function nameFor(user: User, { guardNames = false }: PlanContext): string {
  return guardNames ? defuseNick(shownName(user)) : shownName(user);
}

/** The text of a mention that names nobody on the network it goes to: it must highlight nobody there by chance. */
export function mentionWords(segment: Segment, { guardNames = false }: Pick<PlanContext, 'guardNames'>): string {
  const { text, mention } = segment;
  if (!guardNames || typeof mention !== 'object' || mention.kind !== 'user') return text;
  return text.startsWith('@') ? `@${defuseNick(text.slice(1))}` : defuseNick(text);
}

/** A user's name, fit to stand inside a line. */
export function shownName(user: User): string {
  return cleanName(displayName(user)) || cleanName(user.id) || 'somebody';
}

/** The author as a network shows them natively: no dirt in the names, no address that carries a secret. */
export function shownAuthor(user: User): User {
  const { nick, fullName, avatar, link, ...rest } = user;
  const cleanNick = nick === undefined ? undefined : shownName(user);
  const cleanFull = fullName === undefined ? undefined : cleanName(fullName);
  const picture = isPublicUrl(avatar) ? avatar : undefined;
  const page = link !== undefined && carriesCredential(link) ? undefined : link;
  if (cleanNick === nick && cleanFull === fullName && picture === avatar && page === link) return user;
  return {
    ...rest,
    ...(cleanNick === undefined ? {} : { nick: cleanNick }),
    ...(cleanFull ? { fullName: cleanFull } : {}),
    ...(picture === undefined ? {} : { avatar: picture }),
    ...(page === undefined ? {} : { link: page }),
  };
}

/** Whether a prefix would break what the text begins with: a code block, a quote, a heading or a list. */
export function beginsWithBlock(segments: readonly Segment[]): boolean {
  const first = segments[0];
  return Boolean(first?.pre || first?.quote || first?.heading || first?.list);
}

function cleanName(name: string): string {
  if (/^[\w .-]{1,40}$/.test(name)) return name.trim();
  // Controls (C0, C1), line breaks, bidi embeddings and isolates, the byte order mark; then runs of white space.
  const clean = name
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const points = Array.from(clean);
  return points.length <= MAX_NAME ? clean : `${points.slice(0, MAX_NAME - 1).join('')}…`;
}
