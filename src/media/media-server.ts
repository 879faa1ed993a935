import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
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
  response.writeHead(200, headers(file, now()));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  await pipeline(createReadStream(directory.pathOf(file.token)), response);
}

function headers(file: StoredFile, now: number): Record<string, string | number> {
  const disposition = SHOWN.test(file.mime) ? 'inline' : 'attachment';
  return {
    'content-type': file.mime,
    'content-length': file.size,
    // RFC 6266 with the extended notation of RFC 8187.
    'content-disposition': `${disposition}; filename*=UTF-8''${encodeName(file.name)}`,
    'cache-control': `private, max-age=${Math.max(0, Math.floor((file.expires - now) / 1000))}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'referrer-policy': 'no-referrer',
  };
}

/** A file's name as RFC 8187 and a path both take it. */
export function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(status === 404 ? 'Not found\n' : 'Method not allowed\n');
}
