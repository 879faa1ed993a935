import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** A file of a multipart request, `files[n]` (Reference › Uploading Files). */
export interface UploadedFile {
  /** The `n` of `files[n]`. */
  readonly index: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** What a request carried. */
export interface RequestBody {
  readonly json: unknown;
  readonly files: readonly UploadedFile[];
}

/** The size of a request that may be sent: 25 MiB (Message Resource › Create Message › Limitations). */
const maxRequestBytes = 25 * 1024 * 1024;

/**
 * Reads a body of JSON or multipart/form-data.
 * @throws ApiError 40005 over 25 MiB, 50109 for JSON that is none, 50035 for another content type or a bad multipart body
 */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxRequestBytes) chunks.push(chunk);
  }
  if (size > maxRequestBytes) throw new ApiError(40005);
  if (size === 0) return { json: undefined, files: [] };
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return { json: parse(bytes.toString('utf8')), files: [] };
  if (type.startsWith('multipart/form-data')) return readForm(bytes, type);
  throw new ApiError(50035, 400, 'Invalid Form Body', {
    _errors: [
      { code: 'CONTENT_TYPE_INVALID', message: 'Expected "Content-Type" header to be one of {application/json}.' },
    ],
  });
}

async function readForm(bytes: Buffer, type: string): Promise<RequestBody> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new ApiError(50035, 400, 'Invalid Form Body');
  }
  const files: UploadedFile[] = [];
  const fields: Record<string, unknown> = {};
  let payload: unknown;
  for (const [name, value] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (typeof value !== 'string') {
      if (index === undefined) throw new ApiError(50035, 400, `Invalid Form Body: a file named ${name}`);
      if (files.some((file) => file.index === index))
        throw new ApiError(50035, 400, `Invalid Form Body: ${name} twice`);
      files.push({
        index,
        filename: value.name,
        contentType: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
    } else if (name === 'payload_json') payload = parse(value);
    else fields[name] = value;
  }
  return { json: payload ?? fields, files };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(50109);
  }
}
