import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { MessageRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';

/** A message that got a new content, and the physical messages that show the old one. */
export interface Edit {
  /** What was shown before, where it is known. */
  readonly before?: Message | undefined;
  readonly after: Message;
  /** The copies in the target channel, in order. */
  readonly refs: readonly MessageRef[];
  /** How old they are, in milliseconds. Default 0. */
  readonly ageMs?: number | undefined;
}

/** What is to be done about an edit on one network: all of it, in this order. */
export interface EditPlan {
  /** New contents of messages that are there. They name no files: those stay as they are. */
  readonly edits: readonly { readonly ref: MessageRef; readonly message: Message }[];
  readonly puts: readonly Message[];
  readonly deletes: readonly MessageRef[];
  /** The author to show natively. */
  readonly as?: User;
  readonly degraded: readonly Degradation[];
}
