import type { Attachment, FileAttachment } from '../../../src/index.ts';
import { maxFileBytes } from '../capabilities.ts';
import type { Upload } from '../upload.ts';

/** The size of one request (Message Resource › Create Message: 25 MiB), less room for the rest of the body. */
const maxRequestBytes = 24 * 1024 * 1024;

/** A file with what is said of it (Message Resource › Attachment Request Structure). */
export interface PreparedFile {
  /** What is shown instead, where it turns out that it cannot be uploaded. */
  readonly line: string;
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

/** Finds out how large the files of a message are, and so which can be uploaded. */
export async function prepareFiles(attachments: readonly Attachment[] = []): Promise<PreparedFiles> {
  const loads: PreparedFile[][] = [];
  const lines: string[] = [];
  let room = 0;
  for (const attachment of attachments) {
    if (attachment.type !== 'file') continue;
    const file = await prepare(attachment);
    if (file === undefined) {
      lines.push(lineFor(attachment));
      continue;
    }
    if (loads.length === 0 || file.upload.size > room) {
      loads.push([]);
      room = maxRequestBytes;
    }
    room -= file.upload.size;
    loads.at(-1)?.push(file);
  }
  return { loads, lines };
}

/**
 * The file as it can be uploaded; undefined for one that is too large, cannot be read, or has only an address. An address
 * is never fetched from here: a stranger may have written it, and it may lead into our own network.
 */
async function prepare(file: FileAttachment): Promise<PreparedFile | undefined> {
  const { mime, alt, spoiler, open } = file;
  if (open === undefined) return undefined;
  const size = file.size ?? (await measure(file));
  if (size === undefined || size > maxFileBytes) return undefined;
  const name = nameOf(file);
  return {
    line: lineFor(file),
    upload: {
      name: spoiler ? `SPOILER_${name}` : name,
      size,
      open: () => open.call(file),
      ...(mime !== undefined && { contentType: mime }),
    },
    // Attachment Request Structure: “max 1024 characters”.
    ...(alt && { description: alt.slice(0, 1024) }),
    ...(spoiler && { spoiler }),
  };
}

/**
 * How large a file is of which nobody said so: read to its end and kept nowhere, or left when it is too large. Undefined
 * where it cannot be read.
 */
async function measure(file: FileAttachment): Promise<number | undefined> {
  try {
    let size = 0;
    // Leaving the loop cancels the stream.
    for await (const chunk of (await file.open?.()) ?? []) {
      size += chunk.length;
      if (size > maxFileBytes) break;
    }
    return size;
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
