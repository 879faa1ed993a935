import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type ByteRange, byteRange } from './byte-range.ts';
import type { MediaDirectory, StoredFile } from './media-directory.ts';

/** What a browser may show in place; everything else it is told to save, since a page or an SVG may run scripts. */
const SHOWN = /^(?:image\/(?:png|jpeg|gif|webp|avif)|video\/[\w.+-]+|audio\/[\w.+-]+|text\/plain)$/;

/** A server that hands out the files of a directory to who knows their token, until they expire. */
export function mediaServer(directory: MediaDirectory, now: () => number): Server {
  return createServer((request, response) => {
    serve(directory, now, request, response).catch(() => response.destroy());
  });
}

async function serve(
  directory: MediaDirectory,
  now: () => number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = URL.parse(request.url ?? '', 'http://media.invalid')?.pathname ?? '';
  const [name = '', token = ''] = path.split('/').reverse();
  const file = directory.get(name === '' ? '' : token);
  // Expired and never there look the same.
  if (file === undefined || file.expires <= now()) return refuse(response, 404);
  // Without a validator, `If-Range` can match nothing, and the whole is sent (RFC 9110 §13.1.5).
  const partly = request.method === 'GET' && request.headers['if-range'] === undefined;
  const range = byteRange(partly ? request.headers.range : undefined, file.size);
  if (range === 'unsatisfiable') return refuse(response, 416, { 'content-range': `bytes */${file.size}` });
  response.writeHead(range === undefined ? 200 : 206, { ...headers(file, now()), ...stretch(range, file.size) });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(createReadStream(directory.pathOf(file.token), range), response);
}

function headers(file: StoredFile, now: number): Record<string, string | number> {
  const disposition = SHOWN.test(file.mime) ? 'inline' : 'attachment';
  return {
    'content-type': file.mime,
    'accept-ranges': 'bytes',
    // RFC 6266 with the extended notation of RFC 8187.
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeName(file.name)}`,
    'cache-control': `private, max-age=${Math.max(0, Math.floor((file.expires - now) / 1000))}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  };
}

function stretch(range: ByteRange | undefined, size: number): Record<string, string | number> {
  if (range === undefined) return { 'content-length': size };
  const { start, end } = range;
  return { 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}` };
}

/** A file's name as RFC 8187 and a path both take it. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function refuse(response: ServerResponse, status: number, more: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...more });
  response.end(`${STATUS_CODES[status]}\n`);
}
