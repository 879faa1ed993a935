import type { Attachment, FileAttachment } from '../../../src/index.ts';
import { maxFileBytes } from '../capabilities.ts';
import type { Upload } from '../client.ts';

/** The size of one request (Message Resource › Create Message: 25 MiB), less room for the rest of the body. */
const maxRequestBytes = 24 * 1024 * 1024;

/** A file with what is said of it (Message Resource › Attachment Request Structure). */
export interface PreparedFile {
  readonly upload: Upload;
  readonly description?: string;
  readonly spoiler?: boolean;
}

/** The files of a message: those that can be uploaded, in loads that fit one request each, and lines for the others. */
export interface PreparedFiles {
  readonly loads: readonly (readonly PreparedFile[])[];
  /** What is shown in the text instead. */
  readonly lines: readonly string[];
}

/** Reads the files of a message, none beyond its limit. */
export async function prepareFiles(attachments: readonly Attachment[] = []): Promise<PreparedFiles> {
  const loads: PreparedFile[][] = [];
  const lines: string[] = [];
  let room = 0;
  for (const attachment of attachments) {
    if (attachment.type !== 'file') continue;
    const data = await read(attachment);
    if (data === undefined) {
      lines.push(lineFor(attachment));
      continue;
    }
    if (loads.length === 0 || data.length > room) {
      loads.push([]);
      room = maxRequestBytes;
    }
    room -= data.length;
    loads.at(-1)?.push(prepared(attachment, data));
  }
  return { loads, lines };
}

function prepared(file: FileAttachment, data: Uint8Array): PreparedFile {
  const { mime, alt, spoiler } = file;
  const name = nameOf(file);
  return {
    upload: { name: spoiler ? `SPOILER_${name}` : name, data, ...(mime !== undefined && { contentType: mime }) },
    // Attachment Request Structure: “max 1024 characters”.
    ...(alt && { description: alt.slice(0, 1024) }),
    ...(spoiler && { spoiler }),
  };
}

/**
 * The content of a file; undefined for one that is too large, cannot be read, or has only an address. An address is
 * never fetched from here: a stranger may have written it, and it may lead into our own network.
 */
async function read(file: FileAttachment): Promise<Uint8Array | undefined> {
  if (file.open === undefined) return undefined;
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    // Leaving the loop cancels the stream.
    for await (const chunk of await file.open()) {
      size += chunk.length;
      if (size > maxFileBytes) return undefined;
      chunks.push(chunk);
    }
    return new Uint8Array(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

/** The file as a line of text: its address, or at least that there was one. */
function lineFor(file: FileAttachment): string {
  return file.url ?? `[${nameOf(file)}]`;
}

function nameOf({ name, kind }: FileAttachment): string {
  return name?.replaceAll(/[\r\n/\\]/g, '_') || kind;
}
