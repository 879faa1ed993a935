import type { FileAttachment, LocationAttachment, PollAttachment } from '../model/attachment.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { Attachment, ForwardAttachment, Message } from '../model/message.ts';
import { isPublicUrl } from './credential-url.ts';

/** How deep forwarded messages are followed into one another. */
export const MAX_FORWARDS = 3;

/** Which files of a message a network takes natively; the others become links or words. */
export function nativeFiles(message: Message, capabilities: Capabilities): FileAttachment[] {
  const allowed = capacity(capabilities, nativeThings(message, capabilities).length);
  if (allowed === 0) return [];
  return allFiles(message)
    .filter((file) => fits(file, capabilities))
    .slice(0, allowed);
}

/** Which places and polls of a message a network takes natively, each in a message of its own. */
export function nativeThings(
  { attachments }: Message,
  capabilities: Capabilities,
): (LocationAttachment | PollAttachment)[] {
  const types: readonly string[] | undefined = capabilities.attachments?.types;
  if (types === undefined || attachments === undefined) return [];
  const room = (capabilities.text.maxParts ?? Number.POSITIVE_INFINITY) - 1;
  return attachments
    .filter(isThing)
    .filter(({ type }) => types.includes(type))
    .slice(0, Math.max(0, room));
}

function isThing(attachment: Attachment): attachment is LocationAttachment | PollAttachment {
  return attachment.type === 'location' || attachment.type === 'poll';
}

/**
 * The files that the network cannot take natively and that have no address fit to be shown, but can be opened: those a
 * media store would have to serve. What it gives them goes into `PlanContext.links`.
 */
export function filesNeedingLinks(message: Message, capabilities: Capabilities): FileAttachment[] {
  if (message.attachments === undefined || message.attachments.length === 0) return [];
  const native = new Set(nativeFiles(message, capabilities));
  return allFiles(message).filter((file) => file.open !== undefined && !isPublicUrl(file.url) && !native.has(file));
}

/** The file as a network gets it: an address that carries a secret stays here, since the content can be opened. */
export function withoutSecret(file: FileAttachment): FileAttachment {
  if (file.url === undefined || isPublicUrl(file.url)) return file;
  const { url: _secret, ...rest } = file;
  return rest;
}

/** The files in chunks, each of which fits one physical message. */
export function fileChunks(files: readonly FileAttachment[], capabilities: Capabilities): FileAttachment[][] {
  const size = capabilities.attachments?.maxCount ?? Number.POSITIVE_INFINITY;
  if (files.length <= size) return files.length === 0 ? [] : [files.map(withoutSecret)];
  const chunks: FileAttachment[][] = [];
  for (let at = 0; at < files.length; at += size) chunks.push(files.slice(at, at + size).map(withoutSecret));
  return chunks;
}

/** All files of a message in order, those of forwarded messages too. */
function allFiles(message: Message, depth: number = 0): FileAttachment[] {
  const { attachments } = message;
  if (attachments === undefined) return [];
  return attachments.flatMap((attachment) => {
    if (attachment.type === 'file') return [attachment];
    return isForward(attachment) && depth < MAX_FORWARDS ? allFiles(attachment.message, depth + 1) : [];
  });
}

function isForward(attachment: Attachment): attachment is ForwardAttachment {
  return attachment.type === 'forward';
}

function fits(file: FileAttachment, capabilities: Capabilities): boolean {
  const maxBytes = capabilities.attachments?.maxBytes ?? Number.POSITIVE_INFINITY;
  if (file.size !== undefined && file.size > maxBytes) return false;
  return file.open !== undefined || isPublicUrl(file.url);
}

/** The most files that all physical messages of one message hold together, beside so many that are taken. */
function capacity({ attachments, text }: Capabilities, taken: number): number {
  if (attachments === undefined || attachments.types?.includes('file') === false) return 0;
  const { maxCount = Number.POSITIVE_INFINITY, withText } = attachments;
  const messages = text.maxParts === undefined ? Number.POSITIVE_INFINITY : text.maxParts - taken - (withText ? 0 : 1);
  return maxCount <= 0 || messages <= 0 ? 0 : maxCount * messages;
}
