import { createHash } from 'node:crypto';
import type { APIAttachment } from 'discord-api-types/v10';
import { AttachmentFlags } from 'discord-api-types/v10';
import type { World } from '../state/world.ts';

/** A file to keep, and what is told of it. */
export interface FileToStore {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly contentType?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly spoiler?: boolean | undefined;
  readonly durationSecs?: number | undefined;
  readonly waveform?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

const types: Readonly<Record<string, string>> = {
  txt: 'text/plain; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
};

const dayMs = 86_400_000;

/** Puts a file on the CDN and describes it (Message Resource › Attachment Structure). */
export function storeFile(world: World, channelId: string, file: FileToStore): APIAttachment {
  const id = world.ids.next();
  const spoiler = file.spoiler ?? file.filename.startsWith('SPOILER_');
  // Names are made safe for an address; the name as it was stays in `title` (assumed, from what is shown in practice).
  const filename = file.filename.replaceAll(/\s/g, '_').replaceAll(/[^\w.-]/g, '') || 'unknown';
  const title = file.title ?? (filename === file.filename ? undefined : file.filename.replace(/\.[^.]*$/, ''));
  const extension = filename.split('.').at(-1)?.toLowerCase() ?? '';
  const contentType = types[extension] ?? file.contentType ?? 'application/octet-stream';
  const path = `/attachments/${channelId}/${id}/${filename}`;
  world.files.set(path, { bytes: file.bytes, contentType });
  const url = `${world.cdn}${path}?${signature(path)}`;
  return {
    id,
    filename,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: contentType,
    ...(title !== undefined && { title }),
    ...(file.description !== undefined && { description: file.description }),
    ...(spoiler && { flags: AttachmentFlags.IsSpoiler }),
    ...(file.durationSecs !== undefined && { duration_secs: file.durationSecs }),
    ...(file.waveform !== undefined && { waveform: file.waveform }),
    ...(file.width !== undefined && { width: file.width }),
    ...(file.height !== undefined && { height: file.height }),
  };
}

/** Addresses on the CDN are signed and last a day (Reference › Signed Attachment CDN URLs; the time is assumed). */
function signature(path: string): string {
  const issued = Math.floor(Date.now() / 1000);
  const expires = issued + dayMs / 1000;
  const digest = createHash('sha256').update(path).digest('hex');
  return `ex=${expires.toString(16)}&is=${issued.toString(16)}&hm=${digest}&`;
}
