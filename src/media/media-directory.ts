import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebReadable } from 'node:stream/web';
import { StoreError, TooLongError } from '../errors.ts';

/** What is known of a file in the directory. */
export interface StoredFile {
  /** 144 random bits, which are its name on disk and in its address. */
  readonly token: string;
  readonly name: string;
  readonly mime: string;
  /** In bytes. */
  readonly size: number;
  /** In milliseconds since 1970. */
  readonly expires: number;
}

/** How much the directory takes, in bytes. */
export interface MediaLimits {
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
}

const TOKEN = /^[\w-]{24}$/;

/** A directory of files under random names, each beside a record of what it is. */
export class MediaDirectory {
  readonly #path: string;
  readonly #limits: MediaLimits;
  readonly #files = new Map<string, StoredFile>();
  #total = 0;

  constructor(path: string, limits: MediaLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** Finds what an earlier process left, and removes what it did not finish. */
  async open(): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    const names = new Set(await readdir(this.#path));
    for (const name of names) {
      if (name.endsWith('.part')) await rm(join(this.#path, name), { force: true });
      const token = name.replace(/\.json$/, '');
      if (name === token || !TOKEN.test(token) || this.#files.has(token)) continue;
      await this.#remember(token);
    }
  }

  get(token: string): StoredFile | undefined {
    return this.#files.get(token);
  }

  pathOf(token: string): string {
    return join(this.#path, token);
  }

  /**
   * Writes a file as its bytes come.
   * @throws TooLongError for more than `maxFileBytes`
   * @throws StoreError where the directory is full
   */
  async write(
    content: ReadableStream<Uint8Array>,
    about: Pick<StoredFile, 'name' | 'mime' | 'expires'>,
    signal: AbortSignal | undefined,
  ): Promise<StoredFile> {
    const token = randomBytes(18).toString('base64url');
    const part = `${this.pathOf(token)}.part`;
    let size = 0;
    const take = (bytes: number): void => {
      size += bytes;
      this.#total += bytes;
      this.#check(size, about.name);
    };
    try {
      const source = Readable.fromWeb(content as WebReadable<Uint8Array>);
      const options = signal === undefined ? {} : { signal };
      await pipeline(source, counted(take), createWriteStream(part, { mode: 0o600 }), options);
      const file: StoredFile = { token, size, ...about };
      await writeFile(`${this.pathOf(token)}.json`, JSON.stringify(file), { mode: 0o600 });
      await rename(part, this.pathOf(token));
      this.#files.set(token, file);
      return file;
    } catch (error) {
      this.#total -= size;
      await Promise.all([part, `${this.pathOf(token)}.json`].map((path) => rm(path, { force: true })));
      throw error;
    }
  }

  /** Removes every file that expired by then. */
  async sweep(now: number): Promise<void> {
    for (const file of [...this.#files.values()]) {
      if (file.expires > now) continue;
      this.#files.delete(file.token);
      this.#total -= file.size;
      // The content goes first: a record without content is forgotten at the next start, content alone is not.
      await rm(this.pathOf(file.token), { force: true });
      await rm(`${this.pathOf(file.token)}.json`, { force: true });
    }
  }

  #check(size: number, name: string): void {
    const { maxFileBytes, maxTotalBytes } = this.#limits;
    if (size > maxFileBytes) throw new TooLongError(`media store: ${name} is larger than ${maxFileBytes} bytes`);
    if (this.#total > maxTotalBytes) throw new StoreError(`media store: full, ${maxTotalBytes} bytes are taken`);
  }

  async #remember(token: string): Promise<void> {
    const record = `${this.pathOf(token)}.json`;
    try {
      const file = JSON.parse(await readFile(record, 'utf8')) as StoredFile;
      const { size } = await stat(this.pathOf(token));
      if (!Number.isFinite(file.expires)) throw new TypeError('a record without an expiry');
      this.#files.set(token, { ...file, token, size });
      this.#total += size;
    } catch {
      // Half a file: the process ended between its record and its content, or somebody touched it.
      await Promise.all([record, this.pathOf(token)].map((path) => rm(path, { force: true })));
    }
  }
}

/** Passes bytes on, each chunk once it was taken account of; what `take` throws ends the stream. */
function counted(take: (bytes: number) => void) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      take(chunk.byteLength);
      yield chunk;
    }
  };
}
