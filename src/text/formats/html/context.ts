import type { User } from '../../../model/user.ts';

/** Which HTML it is, and whom its mentions name. */
export interface HtmlContext {
  /**
   * `matrix` (the default): lines end at `<br>` and at blocks, and white space with a line feed is a space.
   * `telegram`: every character counts, lines end at line feeds, and there are no headings and lists.
   */
  readonly dialect?: 'matrix' | 'telegram';
  /** The `networkId` of the plug: whom mentions name. Without it mentions are read and written as their text. */
  readonly network?: string;
  /** The user of an id, where known. */
  user?(id: string): User | undefined;
}
