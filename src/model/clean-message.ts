import { clean, cleanText } from '../text/clean.ts';
import type { Card } from './card.ts';
import type { Attachment, Message } from './message.ts';

/** How deep quotes and forwards are looked into; what is deeper is left out. */
const DEEPEST = 8;

/**
 * The message without control characters, bidi overrides and unpaired surrogates, wherever in it somebody may have typed
 * them; authors are not touched. The same object where there is nothing to do.
 */
export function cleanMessage(message: Message, depth = 0): Message {
  const { text, quoted, attachments, card } = message;
  if (quoted === undefined && attachments === undefined && card === undefined) {
    const cleaned = text && clean(text);
    return cleaned === undefined || cleaned === text ? message : { ...message, text: cleaned };
  }
  if (depth === DEEPEST) {
    const { quoted: _quoted, attachments: _attachments, ...rest } = message;
    return cleanMessage(rest);
  }
  const cleaned: Message = {
    ...(text !== undefined && { text: clean(text) }),
    ...(quoted !== undefined && { quoted: cleanMessage(quoted, depth + 1) }),
    ...(attachments !== undefined && { attachments: cleanList(attachments, depth) }),
    ...(card !== undefined && { card: cleanStrings(cleanCard(card)) }),
  };
  return updated(message, cleaned);
}

function cleanList(attachments: readonly Attachment[], depth: number): readonly Attachment[] {
  const list = attachments.map((attachment): Attachment => {
    if (attachment.type !== 'forward') return cleanStrings(attachment);
    return updated(attachment, { message: cleanMessage(attachment.message, depth + 1) });
  });
  return list.every((one, index) => one === attachments[index]) ? attachments : list;
}

function cleanCard(card: Card): Card {
  const fields = card.fields?.map((field) => cleanStrings(field));
  return updated(card, {
    ...(card.body !== undefined && { body: clean(card.body) }),
    ...(fields?.some((field, index) => field !== card.fields?.[index]) && { fields }),
  });
}

/** Cleans what of an object is a string, or a list of strings. */
function cleanStrings<T extends object>(value: T): T {
  const changes: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (typeof part === 'string') changes[key] = cleanText(part);
    else if (Array.isArray(part) && part.some((one) => typeof one === 'string' && cleanText(one) !== one)) {
      changes[key] = part.map((one: unknown) => (typeof one === 'string' ? cleanText(one) : one));
    }
  }
  return updated(value, changes as Partial<T>);
}

function updated<T extends object>(value: T, changes: Partial<T>): T {
  const differs = Object.entries(changes).some(([key, part]) => part !== value[key as keyof T]);
  return differs ? { ...value, ...changes } : value;
}
