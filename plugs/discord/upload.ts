import { randomUUID } from 'node:crypto';
import { PlugError } from '../../src/index.ts';

/** A file to upload. */
export interface Upload {
  readonly name: string;
  /** In bytes, exactly: a request says beforehand how long it is. */
  readonly size: number;
  readonly contentType?: string;
  /** Opens the content from its start; once for every time that the request is made. */
  open(): Promise<ReadableStream<Uint8Array>>;
}

/** A file could not be read, or is not as long as was said: nothing of its message was sent. */
export class UnreadableFile extends PlugError {
  readonly upload: Upload;

  constructor(upload: Upload, cause: unknown) {
    super(`Discord: the file ${upload.name} could not be read`, { cause, retryable: false, certain: true });
    this.upload = upload;
  }
}

/**
 * A form with files (Reference › Uploading Files) whose contents are read while they are sent, at the pace of the network,
 * and anew for every attempt. A `FormData` would not do: undici reads the whole of it before it sends any.
 */
export class UploadBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly #parts: readonly (Uint8Array | Upload)[];
  #failure: UnreadableFile | undefined;
  #reading: AsyncGenerator<Uint8Array> | undefined;

  constructor(json: unknown, uploads: readonly Upload[]) {
    const boundary = `tieline-${randomUUID()}`;
    const encoder = new TextEncoder();
    // RFC 7578 › 4.2, with the escapes of HTML › Multipart form data.
    const head = (name: string, more: string): Uint8Array =>
      encoder.encode(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`);
    const end = encoder.encode('\r\n');
    const files = uploads.flatMap((upload, index) => {
      const type = upload.contentType?.replaceAll(/[^\x20-\x7e]/g, '') || 'application/octet-stream';
      return [head(`files[${index}]`, `; filename="${escaped(upload.name)}"\r\nContent-Type: ${type}`), upload, end];
    });
    const payload = encoder.encode(`${JSON.stringify(json)}\r\n--${boundary}--\r\n`);
    this.#parts = [...files, head('payload_json', ''), payload];
    const length = this.#parts.reduce((sum, part) => sum + (part instanceof Uint8Array ? part.length : part.size), 0);
    this.headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(length),
    };
  }

  /** The file for which the last attempt was given up, if one. */
  get failure(): UnreadableFile | undefined {
    return this.#failure;
  }

  /** Begins another attempt. */
  open(): ReadableStream<Uint8Array> {
    this.close();
    this.#failure = undefined;
    this.#reading = this.#read();
    return ReadableStream.from(this.#reading);
  }

  /** Lets go of what is being read: undici forgets it where a connection breaks. */
  close(): void {
    // What it still has to say is nobody's business any more.
    this.#reading?.return(undefined).catch(() => undefined);
    this.#reading = undefined;
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (const part of this.#parts) {
      if (part instanceof Uint8Array) yield part;
      else yield* this.#readFile(part);
    }
  }

  async *#readFile(upload: Upload): AsyncGenerator<Uint8Array> {
    let left = upload.size;
    try {
      // Leaving the loop, at its end or in the middle, cancels the stream.
      for await (const chunk of await upload.open()) {
        left -= chunk.length;
        if (left < 0) break;
        yield chunk;
      }
      if (left !== 0) throw new Error(`it has not the ${upload.size} bytes that were said`);
    } catch (error) {
      this.#failure = new UnreadableFile(upload, error);
      throw this.#failure;
    }
  }
}

function escaped(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
