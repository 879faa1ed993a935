import type { Channel, ChannelRef, Segment, User } from '../../src/index.ts';
import { parseDiscord, RichText, renderDiscord } from '../../src/text/index.ts';

/** What the ids in a text stand for. */
export interface Names {
  readonly network: string;
  user(id: string): User | undefined;
  /** The name of a channel. */
  channel(id: string): string | undefined;
  /** The name of a role. */
  role(id: string): string | undefined;
  /** The channel that stands for an id, which somebody may have named otherwise. */
  place(id: string): Pick<Channel, 'ref'>;
}

/** Reads Discord's markdown, and whom and what it mentions. */
export function readMarkup(source: string, names: Names): RichText {
  const text = parseDiscord(source, names);
  return mapChannels(text, ({ source: id }) => names.place(id).ref);
}

/** Writes Discord's markdown; channels that somebody named otherwise are written by their id. */
export function writeMarkup(text: RichText, network: string, idOf: (source: string) => string | undefined): string {
  const byId = mapChannels(text, (ref) => ({ ...ref, source: idOf(ref.source) ?? ref.source }), network);
  return renderDiscord(byId, { network });
}

function mapChannels(text: RichText, map: (ref: ChannelRef) => ChannelRef, network?: string): RichText {
  const isOurs = ({ mention }: Segment): boolean =>
    typeof mention === 'object' && mention.kind === 'channel' && (network === undefined || mention.network === network);
  if (text.isPlain || !text.segments.some(isOurs)) return text;
  return new RichText(
    text.segments.map((segment) => {
      return isOurs(segment) ? { ...segment, mention: map(segment.mention as ChannelRef) } : segment;
    }),
  );
}
