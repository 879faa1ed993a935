import type { Attachment, FileAttachment } from '../../../src/index.ts';
import { PlugError } from '../../../src/index.ts';
import type { APIAttachment, APIMessage, APIStickerItem } from '../client.ts';
import { MessageFlags } from '../client.ts';

/** Attachment Flags › IS_SPOILER (Message Resource); older clients put it into the name. */
const isSpoiler = 1 << 3;

/** The files of a message, its stickers among them. */
export function toFiles(
  cdn: string,
  message: Pick<APIMessage, 'attachments' | 'sticker_items' | 'flags'>,
): Attachment[] {
  const voice = Boolean((message.flags ?? 0) & MessageFlags.IsVoiceMessage);
  const files = (message.attachments ?? []).map((attachment) => toFile(attachment, voice));
  const stickers = (message.sticker_items ?? []).map((sticker) => toSticker(cdn, sticker));
  return [...files, ...stickers];
}

function toFile(attachment: APIAttachment, voice: boolean): FileAttachment {
  const { url, filename, size, content_type: mime, description, width, height, duration_secs: duration } = attachment;
  const { title } = attachment;
  const spoiler = Boolean((attachment.flags ?? 0) & isSpoiler) || filename.startsWith('SPOILER_');
  return {
    type: 'file',
    kind: voice ? 'voice' : kindOf(mime),
    // The title is the name as it was before it was made safe for an address, without its ending.
    name: nameOf(filename, title),
    size,
    url,
    open: () => openUrl(url),
    ...(mime !== undefined && { mime: mime.split(';')[0] ?? mime }),
    ...(description && { alt: description }),
    ...(spoiler && { spoiler }),
    ...(duration !== undefined && { duration }),
    ...(typeof width === 'number' && { width }),
    ...(typeof height === 'number' && { height }),
  };
}

function nameOf(filename: string, title: string | undefined): string {
  const plain = filename.replace(/^SPOILER_/, '');
  const ending = /\.[^.]+$/.exec(plain)?.[0] ?? '';
  return title ? `${title}${ending}` : plain;
}

function toSticker(cdn: string, { id, name, format_type: format }: APIStickerItem): FileAttachment {
  // Sticker Resource › Sticker Format Types: 1 PNG, 2 APNG, 3 Lottie, 4 GIF.
  const ending = format === 3 ? 'json' : format === 4 ? 'gif' : 'png';
  const mime = format === 3 ? 'application/json' : `image/${ending}`;
  const url = `${cdn}/stickers/${id}.${ending}`;
  return { type: 'file', kind: 'sticker', name, mime, url, alt: name, open: () => openUrl(url) };
}

function kindOf(mime: string | undefined): FileAttachment['kind'] {
  const [family] = (mime ?? '').split('/');
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'file';
}

/** Opens a file of the CDN. */
async function openUrl(url: string): Promise<ReadableStream<Uint8Array>> {
  const response = await fetch(url);
  if (response.ok && response.body !== null) return response.body;
  await response.body?.cancel();
  // Signed addresses run out (Reference › Signed Attachment CDN URLs).
  throw new PlugError(`Discord: the file could not be read (${response.status})`, {
    retryable: response.status >= 500,
  });
}
