import type { FileAttachment } from '../model/attachment.ts';

/** Where a file can be fetched, and until when. */
export interface MediaLink {
  /** Unguessable: who has it may read the file. */
  readonly url: string;
  readonly expires: Date;
}

/** Serves files that have no address of their own, or only one that carries a secret. */
export interface MediaStore {
  /** Makes ready to take and serve files. */
  open(): Promise<void>;
  /**
   * Takes a copy of a file, passing its stream through, and gives it an address.
   * @throws TooLongError where the file is larger than the store takes
   * @throws StoreError where the store is full or cannot write
   */
  put(file: FileAttachment, signal?: AbortSignal): Promise<MediaLink>;
  /** Removes what has expired. */
  sweep(): Promise<void>;
  /** Stops serving; what was taken is kept until it expires. */
  close(): Promise<void>;
}
