import type { Message } from '../model/message.ts';
import type { User } from '../model/user.ts';
import { RichText } from '../text/rich-text.ts';
import { shownName } from './author.ts';
import { messageWords } from './words.ts';

/** How much of the message the notice repeats, in graphemes: enough to find it, as it stands above anyway. */
const MAX_WORDS = 40;

/**
 * What is said of a message that its author deleted and the network cannot: `ann deleted: “first words…”`.
 * Undefined where the message is not known, since nobody could tell what is meant.
 */
export function deleteNotice(user: User | undefined, target: Message | undefined): RichText | undefined {
  if (target === undefined) return undefined;
  const who = user ?? target.user;
  const name = who === undefined ? 'A message was deleted' : `${shownName(who)} deleted`;
  return new RichText(`${name}: “${messageWords(target, MAX_WORDS)}”`);
}
