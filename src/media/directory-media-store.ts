import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { ConfigError, StoreError, TooLongError } from '../errors.ts';
import { type Clock, systemClock } from '../lifecycle/clock.ts';
import type { FileAttachment } from '../model/attachment.ts';
import { MediaDirectory } from './media-directory.ts';
import { encodeName, mediaServer } from './media-server.ts';
import type { MediaLink, MediaStore } from './media-store.ts';

const MAX_FILE_BYTES = 100e6;

/** Where files are kept and how they are served. */
export interface DirectoryMediaOptions {
  /** Made where it is missing; nothing else should live in it. */
  readonly directory: string;
  /** The address to listen on. Default `127.0.0.1`. */
  readonly host?: string;
  /** The port to listen on. Default: one that is free. */
  readonly port?: number;
  /** How the world reaches the server: `https://media.example.org/`. Default: host and port. */
  readonly baseUrl?: string;
  /** How long a link lives, in milliseconds. Default 7 days. */
  readonly maxAgeMs?: number;
  /** The largest file, in bytes. Default 100 MB. */
  readonly maxFileBytes?: number;
  /** All files together, in bytes. Default 2 GB. */
  readonly maxTotalBytes?: number;
  readonly clock?: Clock;
}

/**
 * Keeps files in a directory and serves them over HTTP; put a proxy in front for TLS.
 * @throws ConfigError where `baseUrl` is no address of the web
 */
export function directoryMediaStore(options: DirectoryMediaOptions): MediaStore {
  return new DirectoryMediaStore(options);
}

class DirectoryMediaStore implements MediaStore {
  readonly #options: DirectoryMediaOptions;
  readonly #directory: MediaDirectory;
  readonly #clock: Clock;
  readonly #server: Server;
  #base: string | undefined;

  constructor(options: DirectoryMediaOptions) {
    const { baseUrl, maxFileBytes = MAX_FILE_BYTES, maxTotalBytes = 2e9, clock = systemClock } = options;
    if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
      const message = `media store: baseUrl must be an http or https address, got ${baseUrl}`;
      throw new ConfigError(message, { field: 'baseUrl', expected: 'an http or https address', got: baseUrl });
    }
    this.#options = options;
    this.#clock = clock;
    this.#directory = new MediaDirectory(options.directory, { maxFileBytes, maxTotalBytes });
    this.#server = mediaServer(this.#directory, () => clock.now());
  }

  async open(): Promise<void> {
    const { host = '127.0.0.1', port = 0, baseUrl } = this.#options;
    await this.#directory.open();
    await this.sweep();
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const address = this.#server.address() as AddressInfo;
    const own = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    this.#base = (baseUrl ?? `http://${own}:${address.port}`).replace(/\/*$/, '/');
  }

  async put(file: FileAttachment, signal?: AbortSignal): Promise<MediaLink> {
    const base = this.#base;
    if (base === undefined) throw new StoreError('media store: not open');
    if (file.open === undefined) throw new StoreError('media store: the file cannot be opened', { retryable: false });
    const { maxFileBytes = MAX_FILE_BYTES } = this.#options;
    if (file.size !== undefined && file.size > maxFileBytes) {
      throw new TooLongError(`media store: ${safeName(file)} is larger than ${maxFileBytes} bytes`);
    }
    await this.sweep();
    const expires = this.#clock.now() + (this.#options.maxAgeMs ?? 7 * 24 * 3600 * 1000);
    const about = { name: safeName(file), mime: safeMime(file.mime), expires };
    const stored = await this.#directory.write(await file.open(), about, signal);
    return { url: `${base}${stored.token}/${encodeName(stored.name)}`, expires: new Date(expires) };
  }

  async sweep(): Promise<void> {
    await this.#directory.sweep(this.#clock.now());
  }

  async close(): Promise<void> {
    this.#base = undefined;
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

function safeName({ name, kind }: FileAttachment): string {
  const last = basename((name ?? '').replaceAll('\\', '/')).replace(/\p{Cc}/gu, '');
  return Array.from(last).slice(0, 100).join('') || kind;
}

function safeMime(mime: string | undefined): string {
  return mime !== undefined && /^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mime)
    ? mime.toLowerCase()
    : 'application/octet-stream';
}
