import type { APIPartialEmoji } from '../client.ts';
import { Recent } from '../recent.ts';

/** How many messages' reactions are remembered. */
const maxMessages = 5000;

/** A reaction as the model writes it: the character, or `:name:`. */
export function emojiText(emoji: APIPartialEmoji): string {
  return emoji.id === null ? (emoji.name ?? '') : `:${emoji.name ?? emoji.id}:`;
}

/** Who reacted with what: Discord says that reactions were cleared, but not whose they were. */
export class Reactions {
  readonly #known = new Recent<Map<string, Set<string>>>(maxMessages);

  add(messageId: string, emoji: string, userId: string): void {
    const emojis = this.#known.get(messageId) ?? new Map<string, Set<string>>();
    const users = emojis.get(emoji) ?? new Set<string>();
    users.add(userId);
    emojis.set(emoji, users);
    this.#known.set(messageId, emojis);
  }

  remove(messageId: string, emoji: string, userId: string): void {
    this.#known.get(messageId)?.get(emoji)?.delete(userId);
  }

  /** Takes all of a message away, or all of one emoji, and tells whose they were. */
  clear(messageId: string, emoji?: string): { readonly emoji: string; readonly userId: string }[] {
    const emojis = this.#known.get(messageId);
    if (emojis === undefined) return [];
    const gone = [...emojis].filter(([key]) => emoji === undefined || key === emoji);
    for (const [key] of gone) emojis.delete(key);
    return gone.flatMap(([key, users]) => [...users].map((userId) => ({ emoji: key, userId })));
  }
}
