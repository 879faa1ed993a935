import type { FileAttachment } from '../model/attachment.ts';
import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { ChannelRef, MessageRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';
import type { RichText } from '../text/rich-text.ts';

/** What the planner has to know beside the message and the network's capabilities. */
export interface PlanContext {
  /** The target's own markup: what is measured. Absent: the plain characters. */
  readonly render?: ((text: RichText) => string) | undefined;
  /**
   * What stands before the text where the network cannot show another author. Default `<{nick}> `; `{fullName}`,
   * `{network}` and `{channel}` are filled in too, and the empty string leaves the name out.
   */
  readonly prefix?: string | undefined;
  /** Whether what stands before it in the target is by the same author, who then is not named again. Default false. */
  readonly continues?: boolean | undefined;
  /** Our own account on the target's network: its messages need no name. */
  readonly self?: User | undefined;
  /** Whether the text may ping everyone. Default false. */
  readonly pings?: boolean | undefined;
  /** Whether names of people are broken up with an invisible character, so that none of them is highlighted. */
  readonly guardNames?: boolean | undefined;
  /** The copy, in the target channel, of the message that is answered; absent where none is known. */
  readonly reply?: MessageRef | undefined;
  /** Where it goes. Mentions of users of another network become their text. */
  readonly channel?: ChannelRef | undefined;
  /** What `{network}` and `{channel}` of the prefix stand for: the names of where the message comes from. */
  readonly origin?: { readonly network?: string | undefined; readonly channel?: string | undefined } | undefined;
  /** Addresses under which the host serves files that have none of their own: see `filesNeedingLinks`. */
  readonly links?: ReadonlyMap<FileAttachment, string> | undefined;
}

/** What becomes of a message on one network. */
export interface MessagePlan {
  /** What `put()` gets, one physical message each. They have no `user`: it is `as`, or named in the text. */
  readonly parts: readonly [Message, ...Message[]];
  /** The author to show natively. */
  readonly as?: User;
  /** Everything the network cannot show as it was meant. */
  readonly degraded: readonly Degradation[];
}

/** Nothing was lost. */
export const undegraded: readonly Degradation[] = Object.freeze([]);
