import { emojiFromName } from '../text/emoji.ts';
import { RichText } from '../text/rich-text.ts';
import type { Mark, Segment } from '../text/segment.ts';
import { mentionWords, shownAuthor } from './author.ts';

/** Where a text goes, as far as names in it are concerned. */
export interface Locality {
  /** The network it goes to; absent where that is not known. */
  readonly network: string | undefined;
  /** Whether custom emoji in it are those of that network. */
  readonly ownEmoji: boolean;
  /** Whether names that become text must highlight nobody. */
  readonly guardNames: boolean | undefined;
}

/**
 * A text without the names that mean something only on the network it was written on: its people become their text, and
 * its emoji the character of that name, or their text where there is none.
 */
export function localText(text: RichText, locality: Locality): { text: RichText; lost: readonly Mark[] } {
  if (!text.segments.some(({ mention, emoji, link }) => mention ?? emoji ?? link)) return { text, lost: [] };
  const lost: Mark[] = [];
  const segments = text.segments.map((segment): Segment => {
    const { mention, link } = segment;
    if (mention !== undefined) return localMention(segment, locality, lost);
    if (segment.emoji !== undefined) return localEmoji(segment, locality, lost);
    if (link === undefined || link !== segment.text) return segment;
    // An address that is its own text is found by every network, and nothing is lost without the mark.
    const { link: _link, ...rest } = segment;
    return rest;
  });
  return { text: new RichText(segments), lost };
}

function localMention(segment: Segment, { network, guardNames }: Locality, lost: Mark[]): Segment {
  const { mention, ...rest } = segment;
  if (typeof mention !== 'object') return segment;
  if (network !== undefined && mention.network !== network) {
    lost.push('mention');
    return { ...rest, text: mentionWords(segment, { guardNames }) };
  }
  return mention.kind === 'user' ? { ...rest, mention: shownAuthor(mention) } : segment;
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
