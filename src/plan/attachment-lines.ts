import type { FileAttachment, LocationAttachment, PollAttachment } from '../model/attachment.ts';
import type { Attachment, ForwardAttachment } from '../model/message.ts';
import { nameFor } from './author.ts';
import { cardLines } from './card.ts';
import type { Composition } from './composition.ts';
import { isPublicUrl } from './credential-url.ts';
import { MAX_FORWARDS } from './files.ts';
import { quote } from './quote.ts';
import { coordinates, fileWords, oneLine } from './words.ts';

/** Shows what hangs on a message and cannot go natively as lines of text. */
export function attachmentLines(attachments: readonly Attachment[], composition: Composition, depth: number = 0): void {
  for (const attachment of attachments) {
    if (composition.things.has(attachment)) continue;
    if (attachment.type === 'file') fileLine(attachment, composition);
    else if (attachment.type === 'location') locationLine(attachment, composition);
    else if (attachment.type === 'poll') pollLines(attachment, composition);
    else forwardLines(attachment, composition, depth);
  }
}

function fileLine(file: FileAttachment, composition: Composition): void {
  if (composition.native.has(file)) return;
  const url = composition.context.links?.get(file) ?? (isPublicUrl(file.url) ? file.url : undefined);
  if (url === undefined) {
    composition.note(fileWords(file), 'attachment');
    return;
  }
  composition.lose('attachment', 'link');
  const name = oneLine(file.name || file.kind);
  const alt = file.alt ? `: ${oneLine(file.alt)}` : '';
  const spoiler = file.spoiler ? 'spoiler: ' : '';
  composition.line([{ text: `${spoiler}${name}${alt} (${url})` }]);
}

function locationLine(place: LocationAttachment, composition: Composition): void {
  composition.lose('location', 'text');
  const words = [place.name, place.address].filter(Boolean).map((part) => oneLine(part ?? ''));
  const { latitude, longitude } = place;
  const map = `https://www.openstreetmap.org/?mlat=${encodeURIComponent(latitude)}&mlon=${encodeURIComponent(longitude)}`;
  composition.line([{ text: `📍 ${[...words, coordinates(place)].join(', ')} (${map})` }]);
}

function pollLines(poll: PollAttachment, composition: Composition): void {
  composition.lose('poll', 'text');
  const several = poll.multiple ? ' (several answers possible)' : '';
  const question = [composition.marked(`📊 ${oneLine(poll.question)}`, 'bold'), { text: several }];
  composition.block([question, ...poll.options.map((option, index) => [{ text: `${index + 1}. ${oneLine(option)}` }])]);
}

function forwardLines(forward: ForwardAttachment, composition: Composition, depth: number): void {
  const { text, user, attachments, card } = forward.message;
  composition.lose('forward', 'text');
  const from = user === undefined ? '' : ` from ${nameFor(user, composition.context)}`;
  composition.line([composition.marked(`Forwarded${from}:`, 'italic')]);
  if (depth >= MAX_FORWARDS) {
    composition.line([quote('[forwarded message]', composition)]);
    return;
  }
  if (text !== undefined && String(text).trim() !== '') {
    const segments = composition.local(text);
    composition.line(composition.has('quote') ? segments.map((segment) => ({ ...segment, quote: true })) : segments);
  }
  if (card !== undefined) cardLines(card, composition);
  if (attachments !== undefined) attachmentLines(attachments, composition, depth + 1);
}
