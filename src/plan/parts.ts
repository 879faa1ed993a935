import type { FileAttachment } from '../model/attachment.ts';
import type { Attachment, Message } from '../model/message.ts';
import { defuse } from '../text/defuse.ts';
import { measure } from '../text/measure.ts';
import { RichText } from '../text/rich-text.ts';
import { split } from '../text/split.ts';
import type { Composition } from './composition.ts';
import { fileChunks } from './files.ts';

const ELLIPSIS = '…';

/** The physical messages that a text and what hangs on it become: text first, the files with its end or after it. */
export function toParts(text: RichText, composition: Composition): Message[] {
  const things = Array.from(composition.things, (thing): Message => ({ attachments: [unarmed(thing, composition)] }));
  return [...textAndFiles(text, composition), ...things];
}

/** A poll calls nobody. */
function unarmed(thing: Attachment, { context }: Composition): Attachment {
  if (thing.type !== 'poll' || context.pings) return thing;
  const safe = (words: string): string => String(defuse(new RichText(words)));
  return { ...thing, question: safe(thing.question), options: thing.options.map(safe) };
}

function textAndFiles(text: RichText, composition: Composition): Message[] {
  const { capabilities, native } = composition;
  const chunks = fileChunks([...native], capabilities);
  const parts: Message[] = textParts(text, chunks.length, composition).map((part) => ({ text: part }));
  const last = parts.at(-1);
  const [first, ...rest] = chunks;
  if (last !== undefined && first !== undefined && capabilities.attachments?.withText) {
    parts[parts.length - 1] = { ...last, attachments: first };
    return [...parts, ...rest.map(fileMessage)];
  }
  return [...parts, ...chunks.map(fileMessage)];
}

function fileMessage(attachments: readonly FileAttachment[]): Message {
  return { attachments };
}

function textParts(text: RichText, chunks: number, composition: Composition): readonly RichText[] {
  if (String(text).trim() === '') return [];
  const { maxLength: max, maxLines, maxParts, unit, withText } = limits(composition);
  const { render = String } = composition.context;
  const parts = split(text, { max, unit, maxLines, render });
  const others = composition.things.size + (withText ? Math.max(0, chunks - 1) : chunks);
  const room = maxParts === undefined ? parts.length : Math.max(1, maxParts - others);
  if (parts.length <= room) return parts;
  composition.degraded.push({ what: 'text', how: 'cut', part: room - 1 });
  const kept = parts.slice(0, room);
  const end = kept.at(-1);
  if (end !== undefined) kept[room - 1] = withEllipsis(end, composition);
  return kept;
}

/** The text with an ellipsis at its end, shortened until both fit. */
function withEllipsis(text: RichText, composition: Composition): RichText {
  const { maxLength: max, maxLines, unit } = limits(composition);
  const { render = String } = composition.context;
  // What the markup adds around the ellipsis is not known before it is rendered: ask for more and more room.
  for (let reserve = measure(ELLIPSIS, unit); reserve < max; reserve *= 2) {
    const [head] = split(text, { max: max - reserve, unit, maxLines, render });
    const cut = new RichText([...(head?.segments ?? []), { text: ELLIPSIS }]);
    if (measure(render(cut), unit) <= max) return cut;
  }
  return text;
}

function limits({ capabilities }: Composition) {
  const { maxLength = Number.POSITIVE_INFINITY, ...rest } = capabilities.text;
  return { ...rest, maxLength, withText: capabilities.attachments?.withText ?? false };
}
