import { RichText } from '../text/rich-text.ts';
import type { Mark, Segment } from '../text/segment.ts';
import type { PlanContext } from './message-plan.ts';

/** A text without the names that mean something only on the network it was written on. */
export function localText(text: RichText, context: PlanContext): { text: RichText; lost: readonly Mark[] } {
  const network = context.channel?.network ?? context.self?.network;
  if (network === undefined || !text.segments.some((segment) => isForeign(segment, network))) return { text, lost: [] };
  const segments = text.segments.map((segment) => {
    if (!isForeign(segment, network)) return segment;
    const { mention: _name, ...rest } = segment;
    return rest;
  });
  return { text: new RichText(segments), lost: ['mention'] };
}

function isForeign({ mention }: Segment, network: string): boolean {
  return typeof mention === 'object' && mention.network !== network;
}
