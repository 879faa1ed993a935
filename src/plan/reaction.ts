import type { Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import { emojiFromName } from '../text/emoji.ts';
import { RichText } from '../text/rich-text.ts';
import { nameFor } from './author.ts';
import type { PlanContext } from './message-plan.ts';
import { firstWords, messageWords } from './words.ts';

/** So many people are named; the others are counted. */
const MAX_NAMES = 3;
/** How much of the message a notice repeats, in graphemes. */
const MAX_WORDS = 40;
/** The longest emoji that is shown, in graphemes: some networks let a client send any text for one. */
const MAX_EMOJI = 34;

/** One reaction, as a notice tells of it. */
export interface Reaction {
  /** Absent where nobody knows who it was. */
  readonly user?: User | undefined;
  /** The character, or `:name:`. */
  readonly emoji: string;
  readonly removed: boolean;
}

/**
 * What is said of reactions that a network cannot show: `ann reacted 👍 to “first words…”`. Any number of them, gathered
 * over some time, become one line; of somebody who reacts and takes it back again, nothing is left to tell.
 * Undefined where nothing is.
 */
export function reactionNotice(
  reactions: readonly Reaction[],
  target: Message | undefined,
  context: PlanContext = {},
): RichText | undefined {
  const groups = [...gather(reactions).values()];
  if (groups.length === 0) return undefined;
  const words = target === undefined ? '' : `“${messageWords(target, MAX_WORDS, context)}”`;
  const phrases = groups.map(({ users, emoji, removed }) => {
    const who = nameList(users, context);
    return removed ? `${who} took back ${emoji}` : `${who} reacted ${emoji}`;
  });
  const direction = groups.every(({ removed }) => removed) ? ' from ' : ' to ';
  return new RichText(`${phrases.join(', ')}${words === '' ? '' : direction}${words}`);
}

/** `ann`, `ann and bob`, `ann, bob, eve and 4 others`. */
export function nameList(users: readonly (User | undefined)[], context: PlanContext = {}): string {
  const names = [...new Set(users.map((user) => (user === undefined ? 'somebody' : nameFor(user, context))))];
  const shown = names.slice(0, names.length === MAX_NAMES + 1 ? MAX_NAMES + 1 : MAX_NAMES);
  const others = users.length - shown.length;
  if (names.length > shown.length) return `${shown.join(', ')} and ${others} others`;
  const last = shown.pop() ?? 'somebody';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

interface Group {
  readonly emoji: string;
  readonly removed: boolean;
  readonly users: (User | undefined)[];
}

/** The last word of each person on each emoji, told apart by emoji and direction, in the order they came. */
function gather(reactions: readonly Reaction[]): Map<string, Group> {
  const last = new Map<string, { first: Reaction; now: Reaction }>();
  for (const reaction of reactions) {
    const key = JSON.stringify([reaction.emoji, reaction.user?.network, reaction.user?.id]);
    last.set(key, { first: last.get(key)?.first ?? reaction, now: reaction });
  }
  const groups = new Map<string, Group>();
  for (const { first, now } of last.values()) {
    // On and off again, or off and on again: as before.
    if (first.removed !== now.removed) continue;
    const key = JSON.stringify([now.emoji, now.removed]);
    const emoji = emojiFromName(now.emoji) ?? firstWords(now.emoji, MAX_EMOJI);
    const group = groups.get(key) ?? { emoji, removed: now.removed, users: [] };
    group.users.push(now.user);
    groups.set(key, group);
  }
  return groups;
}
