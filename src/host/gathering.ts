import type { TielineError } from '../errors.ts';
import { refKey } from '../model/refs.ts';
import type { Copy } from '../order/ledger.ts';
import type { Safe } from '../order/safe.ts';
import { type Reaction, reactionNotice } from '../plan/reaction.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import { notice, type Operations } from './operation.ts';
import { Outgoing } from './outgoing.ts';
import type { OutgoingHost } from './outgoing-host.ts';
import { contextOf } from './planning.ts';

/** What a gathering needs of the rest of the host. */
export interface GatheringHost extends OutgoingHost<Outgoing> {
  /** Puts the notice into its lane. */
  launchNotice(notice: Outgoing): void;
  /** Hands out the echo of a notice, where the network gives none. */
  noticed(notice: Outgoing): void;
  /** A notice was sent, and nobody knows whether it arrived. */
  unsettled(notice: Outgoing): void;
  nextKey(): string;
}

/**
 * Reactions to one message, told of in one notice. The notice is sent as anything else is, with this as its host: what
 * becomes of it becomes of every reaction.
 */
export class Gathering implements OutgoingHost<Outgoing> {
  readonly channel: Channel;
  readonly hooksSend = false;
  readonly #host: GatheringHost;
  #reactions: Outgoing[];

  constructor(host: GatheringHost, first: Outgoing) {
    this.#host = host;
    this.channel = first.channel;
    this.#reactions = [first];
  }

  /** Equal for reactions that may be told of together. */
  static keyOf({ channel, target, options }: Outgoing): string {
    const { policy, guardNames } = options;
    return JSON.stringify([refKey(channel.ref), target?.copy?.ids[0] ?? target?.ref.id, policy, guardNames]);
  }

  get size(): number {
    return this.#reactions.length;
  }

  add(reaction: Outgoing): void {
    this.#reactions.push(reaction);
  }

  /** Sends the notice, in its turn. */
  send(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const { action, options } = first;
    const told = new Outgoing(this, this.channel, action, { ...options, degrade: true }, { key: this.#host.nextKey() });
    told.outcome().catch((error: TielineError) => this.cancel(error));
    this.#host.launchNotice(told);
  }

  /** Ends it without telling of anything. */
  cancel(error: TielineError): void {
    for (const reaction of this.#waiting) reaction.cancel(error);
  }

  /** What has not been discarded meanwhile. */
  get #waiting(): readonly Outgoing[] {
    this.#reactions = this.#reactions.filter(({ over }) => !over);
    return this.#reactions;
  }

  plan(): { readonly operations: Operations } {
    const waiting = this.#waiting;
    const told = waiting.flatMap(({ action }) => toReaction(action));
    const context = contextOf(this.channel, waiting[0]?.options ?? {});
    const target = waiting.at(-1)?.target;
    const text = target?.copy?.deleted
      ? undefined
      : reactionNotice(told, target?.copy?.message ?? target?.message, context);
    return { operations: notice(text, 'reaction', this.channel, context) };
  }

  leaving(told: Outgoing): Safe | undefined {
    let safe: Safe | undefined;
    for (const reaction of this.#waiting) {
      reaction.attempts = told.attempts;
      // They are written down in this order, so the last is safe when all are.
      safe = this.#host.leaving(reaction) ?? safe;
    }
    return safe;
  }

  sent(told: Outgoing): Safe | undefined {
    this.#host.noticed(told);
    let safe: Safe | undefined;
    for (const reaction of this.#waiting) {
      reaction.attempts = told.attempts;
      safe = reaction.conclude(told.ids(), told.degraded) ?? safe;
    }
    return safe;
  }

  /** Goes again while any of them may; those that may not are given up. */
  retry(told: Outgoing, error: TielineError): number | undefined {
    const delays = this.#waiting.map((reaction) => {
      reaction.attempts = told.attempts;
      return [reaction, this.#host.retry(reaction, error)] as const;
    });
    if (!error.certain) this.#host.unsettled(told);
    const again = delays.flatMap(([, afterMs]) => afterMs ?? []);
    if (again.length === 0) return undefined;
    for (const [reaction, afterMs] of delays) if (afterMs === undefined) reaction.giveUp(error);
    return Math.max(...again);
  }

  given(told: Outgoing, error: TielineError): void {
    if (!error.certain) this.#host.unsettled(told);
    for (const reaction of this.#waiting) reaction.giveUp(error);
  }

  expired(): TielineError | undefined {
    let last: TielineError | undefined;
    for (const reaction of this.#waiting) {
      last = this.#host.expired(reaction);
      if (last !== undefined) reaction.giveUp(last);
    }
    return this.#waiting.length === 0 ? last : undefined;
  }

  record(copy: Copy<Channel>, ids: readonly string[]): void {
    this.#host.record(copy, ids);
  }

  took(told: Outgoing, index: number, ids: readonly string[]): void {
    this.#host.took(told, index, ids);
  }

  now(): number {
    return this.#host.now();
  }

  /** The reactions become sent together, when all of the notice is. */
  partSent(): void {}

  gathers(): boolean {
    return false;
  }

  beforeSend(): never {
    throw new TypeError('no hook sees a reaction before it is sent');
  }

  reroute(): never {
    throw new TypeError('no hook sends a reaction elsewhere');
  }
}

function toReaction(action: Action): Reaction[] {
  return action.kind === 'reaction' ? [{ user: action.user, emoji: action.emoji, removed: !action.on }] : [];
}
