/** Serving files that have no public address. */
export { type DirectoryMediaOptions, directoryMediaStore } from './directory-media-store.ts';
export type { MediaLink, MediaStore } from './media-store.ts';
