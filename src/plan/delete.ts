import type { Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import { RichText } from '../text/rich-text.ts';
import { nameFor } from './author.ts';
import type { PlanContext } from './message-plan.ts';
import { messageWords } from './words.ts';

/** How much of the message the notice repeats, in graphemes: enough to find it, as it stands above anyway. */
const MAX_WORDS = 40;

/**
 * What is said of a message that its author deleted and the network cannot: `ann deleted: “first words…”`.
 * Undefined where the message is not known, since nobody could tell what is meant.
 */
export function deleteNotice(
  user: User | undefined,
  target: Message | undefined,
  context: PlanContext = {},
): RichText | undefined {
  if (target === undefined) return undefined;
  const who = user ?? target.user;
  const name = who === undefined ? 'A message was deleted' : `${nameFor(who, context)} deleted`;
  return new RichText(`${name}: “${messageWords(target, MAX_WORDS, context)}”`);
}
