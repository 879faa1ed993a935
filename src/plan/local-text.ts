import type { User } from '../model/user.ts';
import { emojiFromName } from '../text/emoji.ts';
import { RichText } from '../text/rich-text.ts';
import type { Mark, Segment } from '../text/segment.ts';
import { shownAuthor } from './author.ts';

/** Where a text goes, as far as names in it are concerned. */
export interface Locality {
  /** The network it goes to; absent where that is not known. */
  readonly network: string | undefined;
  /** Whether custom emoji in it are those of that network. */
  readonly ownEmoji: boolean;
}

/**
 * A text without the names that mean something only on the network it was written on: its people become their text, and
 * its emoji the character of that name, or their text where there is none.
 */
export function localText(text: RichText, locality: Locality): { text: RichText; lost: readonly Mark[] } {
  if (!text.segments.some(({ mention, emoji }) => mention !== undefined || emoji !== undefined))
    return { text, lost: [] };
  const lost: Mark[] = [];
  const segments = text.segments.map((segment) => {
    if (isForeign(segment, locality.network)) {
      const { mention: _name, ...rest } = segment;
      lost.push('mention');
      return rest;
    }
    const { mention } = segment;
    const known = isUser(mention) ? { ...segment, mention: shownAuthor(mention) } : segment;
    return known.emoji === undefined ? known : localEmoji(known, locality, lost);
  });
  return { text: new RichText(segments), lost };
}

function localEmoji(segment: Segment, { ownEmoji }: Locality, lost: Mark[]): Segment {
  const { emoji, ...rest } = segment;
  // What has an id or a picture of its own is no emoji of Unicode, whatever it is called.
  const character = emoji?.id === undefined && emoji?.url === undefined ? emojiFromName(emoji?.name ?? '') : undefined;
  if (character !== undefined) return { ...rest, text: character };
  if (ownEmoji) return segment;
  lost.push('emoji');
  return rest;
}

function isUser(mention: Segment['mention']): mention is User {
  return typeof mention === 'object' && mention.kind === 'user';
}

function isForeign({ mention }: Segment, network: string | undefined): boolean {
  return network !== undefined && typeof mention === 'object' && mention.network !== network;
}
