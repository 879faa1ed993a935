import { DroppedError, NotConnectedError, type TielineError } from '../errors.ts';
import type { Delivery } from '../hook/hook.ts';
import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import type { Message } from '../model/message.ts';
import type { Degradation, Receipt } from '../model/receipt.ts';
import { type MessageRef, messageRef } from '../model/refs.ts';
import type { Job, Landing, Verdict } from '../order/job.ts';
import { type Copy, ownCopy } from '../order/ledger.ts';
import { isPending, type Safe } from '../order/safe.ts';
import type { Action, PostOptions } from '../plug/delivery.ts';
import type { Channel } from '../plug/plug.ts';
import { DoneParts } from './done-parts.ts';
import { refuseOutdated } from './edited.ts';
import { toFailure } from './failure.ts';
import { type Flier, fly } from './fly.ts';
import { type Operation, type Operations, type Piece, physical, type Target } from './operation.ts';
import { Outcome, type Sent } from './outcome.ts';
import type { Identity, OutgoingHost } from './outgoing-host.ts';
import { toIds } from './put-call.ts';

/** How often a `beforeSend` may send a message elsewhere, before it is going round in circles. */
const MAX_REROUTES = 10;

/** One message, edit, delete or reaction on its way out of the host. */
export class Outgoing implements Job, Flier, Sent {
  channel: Channel;
  action: Action;
  readonly options: PostOptions & { readonly degrade?: boolean };
  /** Whether the next best thing is to be done where the network cannot do it: what is posted is never given back. */
  readonly degrade: boolean;
  readonly key: string;
  /** The row of the outbox, where it was posted. */
  readonly row: number | undefined;
  safe: Safe | undefined = undefined;
  over = false;
  /** How often it was tried, and how often the network failed it by itself. */
  attempts = 0;
  failures = 0;
  /** Attempts that may have arrived, and of which nothing was heard since: so many more copies of it may show up. */
  lost = 0;
  /** Whether the network has refused an edit, delete or reaction that it can do in general. */
  refused = false;
  /** When it was handed in, in milliseconds since 1970. */
  readonly at: number;
  /** What it becomes: known by its ids once they are known. */
  readonly copy: Copy<Channel>;
  /** The copy of a bridged message that it changes. */
  readonly about: Copy<Channel> | undefined;
  /** What an edit, delete or reaction is about. */
  target: Target | undefined;
  /** What the message that it edits shows, part by part, if an earlier process has made this edit. */
  edited: readonly Operation[] | undefined;
  readonly #host: OutgoingHost<Outgoing>;
  #operations: Operations | undefined;
  /** What it came to in an earlier process, as far as can be told. */
  #expected: Operations | undefined;
  readonly #done = new DoneParts();
  #controller: AbortController | undefined;
  /** The newest attempt that is over. */
  #ended = 0;
  #landed = false;
  /** Whether a hook or the planner has seen its content. */
  #begun = false;
  /** When it did, in milliseconds since 1970, and under what ids. */
  #landedAt = 0;
  #landedAs: readonly string[] = [];
  #reroutes = 0;
  readonly #outcome = new Outcome();

  constructor(
    host: OutgoingHost<Outgoing>,
    channel: Channel,
    action: Action,
    options: Outgoing['options'],
    identity: Identity,
  ) {
    this.#host = host;
    this.channel = channel;
    this.action = action;
    this.options = options;
    this.key = identity.key;
    this.row = identity.row;
    this.degrade = identity.row !== undefined || options.degrade === true;
    const message = 'message' in action ? action.message : undefined;
    this.copy = identity.copy ?? ownCopy(channel, message, { secondary: action.kind !== 'message' });
    this.about = identity.about;
    this.at = identity.at ?? host.now();
  }

  get parts(): number {
    return this.#operations?.list.length ?? 1;
  }

  get degraded(): readonly Degradation[] {
    return this.#operations?.degraded ?? [];
  }

  /** What each physical message says, and its id where it has one: what an echo may be recognised by. */
  get pieces(): readonly Piece[] {
    return (this.#plan?.list ?? []).map((operation, index) => ({ index, operation, ids: this.#done.at(index) }));
  }

  get author(): Operations['as'] {
    return this.#plan?.as;
  }

  get #plan(): Operations | undefined {
    return this.#operations ?? this.#expected;
  }

  /** Takes the ids of parts that were sent before a restart. */
  resume(ids: readonly string[]): void {
    this.#done.resume(ids);
  }

  /**
   * Works out what it has come to if it was sent by an earlier process, so that its echo is recognised before it goes
   * again: what it answers or changes may be sent before it, and so it is worked out anew when it is its turn.
   */
  async foresee(): Promise<void> {
    const { action } = this;
    try {
      const asked = 'message' in action && this.#host.hooksSend;
      const delivery = asked
        ? await this.#host.beforeSend({ channel: this.channel, message: action.message })
        : undefined;
      if (delivery === null) return;
      const meant = delivery === undefined ? action : { ...action, message: delivery.message };
      this.#expected = (await this.#host.plan(this, meant as Action)).operations;
      if (meant.kind !== 'edit') return;
      const { operations } = await this.#host.plan(this, { kind: 'message', message: meant.message });
      this.edited = operations.list;
    } catch {
      // It will say so when it is its turn.
    }
  }

  /** An earlier process has sent it, and perhaps so many times more. */
  wasSent(more: number): void {
    this.over = true;
    this.#landed = true;
    this.lost = more;
  }

  get follows(): boolean {
    // Whether it needs a name depends on what becomes of the message before it.
    if (this.options.repeatNames === false) return true;
    return this.action.kind !== 'message' || this.action.message.replyTo !== undefined;
  }

  prepare(): Awaitable<boolean> {
    if (this.#operations !== undefined) return true;
    this.#begun = true;
    try {
      refuseOutdated(this.channel, this.action, this.about);
      if (this.action.kind === 'delete' || this.action.kind === 'reaction' || !this.#host.hooksSend)
        return this.#workOut();
      const delivery = this.#host.beforeSend({ channel: this.channel, message: this.action.message });
      if (isThenable(delivery)) return this.#guard(Promise.resolve(delivery).then((result) => this.#deliver(result)));
      return this.#deliver(delivery);
    } catch (error) {
      return this.#refuse(error);
    }
  }

  #deliver(delivery: Delivery | null): Awaitable<boolean> {
    if (delivery === null) throw new DroppedError(`${this.channel}: a hook dropped the message`);
    if (this.action.kind === 'message' || this.action.kind === 'edit') {
      if (delivery.message !== this.action.message) {
        this.action = { ...this.action, message: delivery.message };
        this.copy.message = delivery.message;
      }
      if (delivery.channel !== this.channel && this.action.kind === 'message') return this.#reroute(delivery.channel);
    }
    return this.#workOut();
  }

  /** Another channel takes the place of the one it was meant for. */
  moveTo(channel: Channel): void {
    this.channel = channel;
    this.copy.channel = channel;
    this.#operations = undefined;
    this.#begun = false;
  }

  #reroute(channel: Channel): boolean {
    this.#reroutes += 1;
    if (this.#reroutes > MAX_REROUTES) throw new DroppedError(`${channel}: hooks keep sending the message elsewhere`);
    this.moveTo(channel);
    this.#host.reroute(this);
    return false;
  }

  #workOut(): Awaitable<boolean> {
    const planned = this.#host.plan(this, this.action);
    return isThenable(planned)
      ? this.#guard(Promise.resolve(planned).then((plan) => this.#take(plan)))
      : this.#take(planned);
  }

  #take(plan: { readonly operations: Operations; readonly target?: Target }): boolean {
    this.target = plan.target;
    if (this.#host.gathers(this, plan.operations)) return false;
    this.#operations = plan.operations;
    if (plan.operations.list.length > 0) return true;
    // Nothing to do: what was wanted is so already.
    this.landed();
    return false;
  }

  #guard(promise: Promise<boolean>): Promise<boolean> {
    return promise.catch((error: unknown) => this.#refuse(error));
  }

  #refuse(error: unknown): false {
    const failure = toFailure(this.channel.plug.name, error);
    this.over = true;
    this.#host.given(this, failure);
    this.#outcome.tell(failure);
    return false;
  }

  /** It was told of together with others, in these messages. */
  conclude(ids: readonly string[], degraded: readonly Degradation[]): Safe | undefined {
    this.#operations = { list: [], degraded };
    this.#done.set(ids);
    return this.landed();
  }

  /** It will not be told of. */
  giveUp(error: TielineError): void {
    if (!this.over) this.#refuse(error);
  }

  leaving(): Safe | undefined {
    return this.#host.leaving(this);
  }

  fly(together: boolean, landing: Landing): void {
    this.attempts += 1;
    fly(this, together, landing);
  }

  get operations(): Operations {
    return this.#operations as Operations;
  }

  get pings(): boolean {
    return this.options.pings ?? false;
  }

  has(index: number): boolean {
    return this.#done.has(index);
  }

  ended(attempt: number): boolean {
    return this.#ended >= attempt;
  }

  partSent(): void {
    this.#host.partSent(this);
  }

  arrived(index: number, attempt: number, operation: Operation, result: unknown): void {
    this.#took(index, toIds(this.channel, operation, result));
    if (this.ended(attempt)) this.#cameLate();
  }

  #took(index: number, ids: readonly string[]): void {
    this.#done.add(index, ids);
    // Before the lane lets go, so that the echo finds it: see order/fence.ts.
    if (ids.length === 0) return;
    this.#host.record(this.copy, this.ids());
    this.#host.took(this, index, ids);
  }

  /** An attempt that was given up has arrived after all. */
  #cameLate(): void {
    if (this.lost > 0) this.lost -= 1;
    if (!this.over && this.#complete()) this.landed();
  }

  #complete(): boolean {
    return this.#plan?.list.every((_operation, index) => this.#done.has(index)) ?? false;
  }

  /** The ids so far, in order. */
  ids(): readonly string[] {
    return this.#done.ids();
  }

  /** An echo has shown that a part of it was sent after all; gives whether that was the last. */
  confirm(index: number, id: string): boolean {
    this.#took(index, [id]);
    if (this.lost > 0) this.lost -= 1;
    return !this.#landed && this.#complete();
  }

  /** Whether all of it was known to be sent already. */
  get landedBefore(): boolean {
    return this.#landed;
  }

  landed(): Safe | undefined {
    if (this.#landed) return undefined;
    this.#landed = true;
    this.over = true;
    this.#landedAt = this.#host.now();
    this.#landedAs = this.ids();
    const safe = this.#host.sent(this);
    if (isPending(safe)) safe.whenDone(() => this.#outcome.tell(this));
    else this.#outcome.tell(this);
    return safe;
  }

  receipt(): Receipt {
    return { refs: this.#refs(), at: new Date(this.#landedAt), degraded: this.degraded };
  }

  #refs(): Receipt['refs'] {
    const own = this.#landedAs.map((id): MessageRef => messageRef(this.channel.ref, id));
    // A plan without a target has at least one part, and each part has an id; an action without ids has a target.
    const all = this.target === undefined ? own : [...physical(this.target, this.channel), ...own];
    return all as unknown as Receipt['refs'];
  }

  /** The network refuses it as it is: gives whether it is to be done in another way. */
  fallBack(): boolean {
    const begun = this.#plan?.list.some((_operation, index) => this.#done.has(index)) ?? false;
    if (this.refused || begun || !this.degrade || this.action.kind === 'message') return false;
    this.refused = true;
    this.#operations = undefined;
    return true;
  }

  failed(error: unknown): Verdict {
    const failure = toFailure(this.channel.plug.name, error);
    this.#ended = this.attempts;
    if (!failure.certain) this.lost += 1;
    // The echo or the answer of an earlier attempt came while this one was under way.
    if (this.#landed) return { next: 'drop' };
    const afterMs = this.#host.retry(this, failure);
    if (afterMs !== undefined) {
      this.#controller = undefined;
      return { next: 'again', afterMs };
    }
    this.#refuse(failure);
    return { next: 'drop' };
  }

  get late(): boolean | undefined {
    const { timeoutMs } = this.options;
    if (this.row !== undefined || timeoutMs === undefined) return undefined;
    return this.#host.now() - this.at > timeoutMs;
  }

  /** The signal of an attempt: aborted when nobody waits for its result any more. */
  signalOf(attempt: number): AbortSignal {
    if (attempt <= this.#ended) return AbortSignal.abort(this.#nobodyWaits());
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  abort(): void {
    this.#controller ??= new AbortController();
    this.#controller.abort(this.#nobodyWaits());
  }

  #nobodyWaits(): NotConnectedError {
    return new NotConnectedError(`${this.channel}: nobody waits for the result any more`);
  }

  wait(): void {
    const error = this.over ? undefined : this.#host.expired(this);
    if (error !== undefined) this.#refuse(error);
  }

  /** Whether nothing of it has been made ready yet. */
  get untouched(): boolean {
    return !this.#begun && !this.over && this.attempts === 0;
  }

  /** Gives it another content, while it is untouched; gives whether it could. */
  replace(message: Message): boolean {
    if (!this.untouched || this.action.kind !== 'message') return false;
    this.action = { kind: 'message', message };
    this.copy.message = message;
    return true;
  }

  /** Ends it without sending it. */
  cancel(error: TielineError): void {
    this.over = true;
    this.#outcome.tell(error);
  }

  /** What came of it, once that is known. */
  outcome(): Promise<Receipt> {
    return this.#outcome.promise();
  }
}
