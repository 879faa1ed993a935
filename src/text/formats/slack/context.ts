import type { User } from '../../../model/user.ts';

/** What the ids and names in Slack's text stand for. */
export interface SlackContext {
  /** The `networkId` of the plug: whom mentions name. Without it mentions are read and written as their text. */
  readonly network?: string;
  /** The user of an id, where known. */
  user?(id: string): User | undefined;
  /** The name of a channel, without `#`, where known. */
  channel?(id: string): string | undefined;
  /** The address of a custom emoji of the workspace; undefined where it has none of that name. */
  emoji?(name: string): string | undefined;
}
