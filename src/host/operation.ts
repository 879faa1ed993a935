import { UnsupportedError } from '../errors.ts';
import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import { type MessageRef, messageRef, sameRef } from '../model/refs.ts';
import type { User } from '../model/user.ts';
import type { Copy } from '../order/ledger.ts';
import { deleteNotice } from '../plan/delete.ts';
import { planEdit } from '../plan/edit.ts';
import type { PlanContext } from '../plan/message-plan.ts';
import { planMessage } from '../plan/plan.ts';
import { reactionNotice } from '../plan/reaction.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import { emojiFromName } from '../text/emoji.ts';

/** One call of one method of a plug. */
export type Operation =
  | { readonly call: 'put'; readonly message: Message }
  | { readonly call: 'edit'; readonly ref: MessageRef; readonly message: Message }
  | { readonly call: 'delete'; readonly refs: readonly MessageRef[] }
  | { readonly call: 'reaction'; readonly ref: MessageRef; readonly emoji: string; readonly on: boolean };

/** One of the calls that an action comes to, and the ids that it gave where it was made. */
export interface Piece {
  readonly index: number;
  readonly operation: Operation;
  readonly ids: readonly string[] | undefined;
}

/** The calls that an action comes to. */
export interface Operations {
  readonly list: readonly Operation[];
  readonly as?: User | undefined;
  readonly degraded: readonly Degradation[];
}

/** What is known of the message that an edit, delete or reaction is about. */
export interface Target {
  readonly ref: MessageRef;
  readonly copy: Copy<Channel> | undefined;
  /** What it says, where that is known. */
  readonly message: Message | undefined;
  /** How old it is, in milliseconds, where that is known. */
  readonly ageMs: number | undefined;
}

/**
 * Works out the calls of the plug that an action comes to, on a network that may not be able to do it; `refused`: it has
 * said so of this one.
 * @throws UnsupportedError where the network cannot do it and `degrade` is not asked for
 */
export function operations(
  action: Action,
  target: Target | undefined,
  channel: Channel,
  context: PlanContext,
  degrade: boolean,
  refused: boolean,
): Operations {
  const capabilities = refused ? { ...channel.plug.capabilities, [action.kind]: undefined } : channel.plug.capabilities;
  if (action.kind === 'message') {
    const plan = planMessage(action.message, capabilities, context);
    return { list: puts(plan.parts), as: plan.as, degraded: plan.degraded };
  }
  const refs = physical(target as Target, channel);
  // It never came here, so there is nothing to change.
  if (refs.length === 0) return { list: [], degraded: [{ what: action.kind, how: 'dropped' }] };
  const possible = capabilities[action.kind] !== undefined && !tooOld(capabilities[action.kind], target?.ageMs);
  if (!possible && !degrade) throw unsupported(channel, action.kind);
  const before = target?.message;
  const change: Exclude<Action, { kind: 'message' }> = action;
  switch (change.kind) {
    case 'edit': {
      const edit = { before, after: change.message, refs, ageMs: target?.ageMs };
      const plan = planEdit(edit, capabilities, possible ? context : { ...context, continues: false });
      const edits = plan.edits.map((edit): Operation => ({ call: 'edit', ...edit }));
      const puts = plan.puts.map((message): Operation => ({ call: 'put', message }));
      const deletes: Operation[] = plan.deletes.length > 0 ? [{ call: 'delete', refs: plan.deletes }] : [];
      return { list: [...edits, ...puts, ...deletes], as: plan.as, degraded: plan.degraded };
    }
    case 'delete': {
      if (possible) return { list: [{ call: 'delete', refs }], degraded: [] };
      return notice(deleteNotice(undefined, before, context), 'delete', channel, context);
    }
    case 'reaction': {
      const { emoji, on, user, held = false } = change;
      if (held) return { list: [], degraded: [] };
      const ref = refs[0] as MessageRef;
      // What came from another network may be written its way.
      const known = sameRef(change.ref.channel, channel.ref) ? emoji : (emojiFromShortcode(emoji) ?? emoji);
      if (possible) return { list: [{ call: 'reaction', ref, emoji: known, on }], degraded: [] };
      const reaction = { user, emoji, removed: !on };
      return notice(reactionNotice([reaction], before, context), 'reaction', channel, context);
    }
  }
}

function puts(parts: readonly Message[]): readonly Operation[] {
  const [only] = parts;
  // Nearly always; without the function that `map` would take.
  if (parts.length === 1 && only !== undefined) return [{ call: 'put', message: only }];
  return parts.map((message) => ({ call: 'put', message }));
}

/** What cannot be done is said instead. */
export function notice(text: Message['text'], what: string, channel: Channel, context: PlanContext): Operations {
  if (text === undefined) return { list: [], degraded: [{ what, how: 'dropped' }] };
  const plan = planMessage({ text }, channel.plug.capabilities, context);
  const list = plan.parts.map((message): Operation => ({ call: 'put', message }));
  return { list, degraded: [{ what, how: 'notice' }, ...plan.degraded] };
}

/** The physical messages of a target in a channel, in order; none where it has not come there. */
export function physical({ ref, copy }: Target, channel: Channel): readonly MessageRef[] {
  if (copy !== undefined) return copy.ids.map((id) => messageRef(channel.ref, id));
  return sameRef(ref.channel, channel.ref) ? [ref] : [];
}

function emojiFromShortcode(emoji: string): string | undefined {
  return emoji.startsWith(':') ? emojiFromName(emoji) : undefined;
}

function tooOld(capability: true | { readonly maxAgeMs: number } | undefined, ageMs: number | undefined): boolean {
  return typeof capability === 'object' && ageMs !== undefined && ageMs > capability.maxAgeMs;
}

function unsupported(channel: Channel, capability: 'edit' | 'delete' | 'reaction'): UnsupportedError {
  const known = channel.plug.capabilities[capability] !== undefined;
  const why = known ? `the message is too old for the network to ${capability} it` : `the network has no ${capability}`;
  return new UnsupportedError(`${channel}: ${why}`, { capability });
}
