import { NotConnectedError } from '../errors.ts';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import { within } from '../lifecycle/within.ts';
import type { MediaLink, MediaStore } from '../media/media-store.ts';
import type { FileAttachment } from '../model/attachment.ts';
import type { Capabilities } from '../model/capabilities.ts';
import type { Message } from '../model/message.ts';
import { isAmong } from '../plan/added.ts';
import { filesNeedingLinks } from '../plan/files.ts';

/** How often what has expired is removed, in milliseconds. */
const SWEEP_MS = 600_000;

/** Addresses for files, by file. */
export type FileLinks = ReadonlyMap<FileAttachment, string>;

/** Finds addresses for the files of a message that a network cannot take and that have none fit to be shown. */
export interface FileServer {
  /** `before`: what the message said before it was edited; its files keep the addresses they have. */
  links(message: Message, before: Message | undefined, capabilities: Capabilities): Awaitable<FileLinks | undefined>;
}

/** How {@link ServedFiles} is set up. */
export interface ServedFilesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long the files of one message are waited for, in milliseconds. */
  readonly timeoutMs: number;
}

/** Puts files into a media store before the messages they hang on are sent. What fails is said, and shown by its name. */
export class ServedFiles implements FileServer {
  readonly #store: MediaStore;
  readonly #options: ServedFilesOptions;
  /** What became of a file: a message that goes to many networks is stored once. */
  readonly #known = new WeakMap<FileAttachment, { link?: MediaLink; readonly done: Promise<MediaLink | undefined> }>();
  readonly #running = new Set<AbortController>();
  #cancelSweep: (() => void) | undefined;

  constructor(store: MediaStore, options: ServedFilesOptions) {
    this.#store = store;
    this.#options = options;
  }

  async open(): Promise<void> {
    await this.#store.open();
    this.#sweepLater();
  }

  /** Gives up the files that are being taken. Those who wait for them go on without. */
  abort(): void {
    const error = new NotConnectedError('the host is being closed');
    for (const controller of this.#running) controller.abort(error);
  }

  async close(): Promise<void> {
    this.#cancelSweep?.();
    this.#cancelSweep = undefined;
    this.abort();
    await this.#store.close();
  }

  links(message: Message, before: Message | undefined, capabilities: Capabilities): Awaitable<FileLinks | undefined> {
    const files = filesNeedingLinks(message, capabilities);
    if (files.length === 0 && before === undefined) return undefined;
    const old = before === undefined ? [] : filesNeedingLinks(before, capabilities);
    const links = new Map<FileAttachment, string>();
    for (const file of old) this.#take(links, file, this.#lasting(file));
    const wanted = files.filter((file) => {
      const same = old.find((other) => isAmong(file, [other]));
      return !this.#take(links, file, same && this.#lasting(same));
    });
    return wanted.length === 0 ? links : this.#serve(wanted, links);
  }

  async #serve(files: readonly FileAttachment[], links: Map<FileAttachment, string>): Promise<FileLinks> {
    const { clock, timeoutMs } = this.#options;
    const all = files.map(async (file) => this.#take(links, file, await this.#linkOf(file)));
    const timeout = (): NotConnectedError => new NotConnectedError('the media store takes longer');
    await within(clock, timeoutMs, () => Promise.all(all), { timeout }).catch(() => undefined);
    // Those that come later must not change what is being planned.
    return new Map(links);
  }

  #take(links: Map<FileAttachment, string>, file: FileAttachment, link: MediaLink | undefined): boolean {
    if (link !== undefined) links.set(file, link.url);
    return link !== undefined;
  }

  /** The address that a file has, where it will have it for a while. */
  #lasting(file: FileAttachment): MediaLink | undefined {
    const link = this.#known.get(file)?.link;
    return link !== undefined && link.expires.getTime() > this.#options.clock.now() ? link : undefined;
  }

  #linkOf(file: FileAttachment): Promise<MediaLink | undefined> {
    const known = this.#known.get(file);
    if (known !== undefined && (known.link === undefined || this.#lasting(file) !== undefined)) return known.done;
    const entry: { link?: MediaLink; done: Promise<MediaLink | undefined> } = {
      done: this.#put(file).then((link) => {
        if (link !== undefined) entry.link = link;
        return link;
      }),
    };
    this.#known.set(file, entry);
    return entry.done;
  }

  async #put(file: FileAttachment): Promise<MediaLink | undefined> {
    const { clock, logger, timeoutMs } = this.#options;
    const controller = new AbortController();
    this.#running.add(controller);
    try {
      const { signal } = controller;
      const timeout = (): NotConnectedError =>
        new NotConnectedError(`the media store took longer than ${timeoutMs} ms`);
      return await within(clock, timeoutMs, () => this.#store.put(file, signal), { signal, timeout });
    } catch (error) {
      controller.abort(error);
      logger.warn(
        { file: file.name ?? file.kind, size: file.size, error },
        'a file could not be put into the media store',
      );
      return undefined;
    } finally {
      this.#running.delete(controller);
    }
  }

  #sweepLater(): void {
    const { clock, logger } = this.#options;
    const cancel = clock.after(SWEEP_MS, () => {
      const failed = (error: unknown): void => logger.warn({ error }, 'the media store could not be swept');
      const again = (): void => {
        // Unless it was closed meanwhile.
        if (this.#cancelSweep === cancel) this.#sweepLater();
      };
      this.#store.sweep().catch(failed).then(again, failed);
    });
    this.#cancelSweep = cancel;
  }
}

/** Tells which files would be served, without taking them: for those who only ask. */
export const servedFilesUntaken: FileServer = {
  links: (message, _before, capabilities) => {
    const files = filesNeedingLinks(message, capabilities);
    return new Map(files.map((file) => [file, `https://media.invalid/${encodeURIComponent(file.name ?? file.kind)}`]));
  },
};
