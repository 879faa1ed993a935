import { type ChatEvent, displayName, type Message, RichText, type User } from '../../src/index.ts';

/** So many people are named; the others are counted. */
const MAX_NAMES = 3;

/** What is said in other channels of something that happened in one: in its author's name, or in nobody's. Undefined: nothing. */
export function notice(event: ChatEvent): Message | undefined {
  // Ours was done by us on purpose, and what is past is no news.
  if (event.self || event.history) return undefined;
  switch (event.type) {
    case 'join':
    case 'leave':
      return movement(event);
    case 'rename':
      return act(event.before, `is now known as ${displayName(event.after)}`);
    case 'title':
    case 'topic': {
      const { type, text, user } = event;
      if (text === '') return user === undefined ? said(`The ${type} was removed`) : act(user, `removed the ${type}`);
      return user === undefined ? said(`The ${type} is now “${text}”`) : act(user, `changed the ${type} to “${text}”`);
    }
    default:
      return undefined;
  }
}

function movement(event: Extract<ChatEvent, { type: 'join' | 'leave' }>): Message | undefined {
  const { type, plug, by, reason } = event;
  const users = event.users.filter(({ id }) => id !== plug.self?.id);
  const [first, ...others] = users;
  if (first === undefined) return undefined;
  const forced = by !== undefined && by.id !== first.id;
  const why = reason ? ` (${reason})` : '';
  const verb = type === 'join' ? 'joined' : 'left';
  if (others.length > 0) return said(`${names(users)} ${verb}${why}`);
  if (!forced) return act(first, `${verb}${why}`);
  return act(first, `was ${type === 'join' ? 'added' : 'removed'} by ${displayName(by)}${why}`);
}

function names(users: readonly User[]): string {
  const shown = users.slice(0, MAX_NAMES).map(displayName);
  const more = users.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function act(user: User, text: string): Message {
  return { text: new RichText(text), user, action: true };
}

function said(text: string): Message {
  return { text: new RichText(text) };
}
