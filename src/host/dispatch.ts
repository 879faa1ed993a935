import { DroppedError, NotConnectedError, type TielineError, UnsupportedError } from '../errors.ts';
import type { Delivery } from '../hook/hook.ts';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Receipt } from '../model/receipt.ts';
import type { Copy } from '../order/ledger.ts';
import type { Safe } from '../order/safe.ts';
import type { Action, DegradeOptions } from '../plug/delivery.ts';
import { outlet } from '../plug/outlet.ts';
import type { Channel } from '../plug/plug.ts';
import type { Batch } from '../store/batch.ts';
import type { Write } from '../store/records.ts';
import { applied } from './applied.ts';
import type { Core } from './core.ts';
import { echoes } from './echo.ts';
import { MAX_ATTEMPTS, retryDelay } from './failure.ts';
import type { GatheringHost } from './gathering.ts';
import { familyOf, leave, linkWrite } from './links.ts';
import { Notices } from './notices.ts';
import type { Operations } from './operation.ts';
import type { OutboxBacklog } from './outbox-backlog.ts';
import { Outgoing } from './outgoing.ts';
import { Paces } from './pace.ts';
import { type Planned, plan } from './planning.ts';
import { refuse } from './refusal.ts';
import { beforeSend } from './send-hooks.ts';
import type { ChannelLane } from './traffic.ts';

/** Brings outgoing messages to their lanes, and sees to what becomes of them. */
export class Dispatch implements GatheringHost {
  readonly backlog: OutboxBacklog;
  readonly notices: Notices;
  readonly #core: Core;
  readonly #paces: Paces;

  constructor(core: Core, backlog: OutboxBacklog) {
    this.#core = core;
    this.#paces = new Paces(core.clock);
    this.backlog = backlog;
    this.notices = new Notices(core.clock, this);
  }

  /** Does something in a channel, in its turn. */
  perform(channel: Channel, action: Action, options: DegradeOptions): Promise<Receipt> {
    const refusal = refuse(channel, action, options.degrade ?? false);
    if (refusal !== undefined) return Promise.reject(refusal);
    const outgoing = new Outgoing(this, channel, action, options, { key: this.#core.nextKey() });
    const outcome = outgoing.outcome();
    this.launch(outgoing);
    return outcome;
  }

  /** Puts it into its lane; behind what is still to be read from the store, where there is such. */
  launch(outgoing: Outgoing): void {
    const { channel } = outgoing;
    if (!channel.plug[outlet].present) {
      const error = new NotConnectedError(`${channel}: its plug is in no host`, { retryable: false });
      outgoing.cancel(error);
      return this.given(outgoing, error);
    }
    if (this.backlog.takes(outgoing)) return;
    this.#core.traffic.lane(outgoing.channel).outbound.push(outgoing);
  }

  /** What is on its way to a channel goes to the one that takes its place. */
  move(from: Channel, to: Channel): void {
    for (const job of this.#core.traffic.lane(from).outbound.takeWaiting()) {
      if (!(job instanceof Outgoing)) continue;
      job.moveTo(to);
      this.launch(job);
    }
  }

  /** Writes rows down, with what belongs to them. What cannot be written down is not sent. */
  keep(list: readonly Outgoing[], extra: readonly Write[]): Batch {
    const { rows, committer } = this.#core;
    const writes = list.map((outgoing) => rows.insert(outgoing, this.#leavesAtOnce(outgoing) ? 'sending' : 'pending'));
    const batch = committer.add(extra.length === 0 ? writes : [...writes, ...extra]);
    for (const outgoing of list) outgoing.safe = batch;
    if (batch.done) return batch;
    batch.whenDone((error) => {
      if (error === undefined) return;
      for (const outgoing of list) {
        rows.withdraw(outgoing);
        outgoing.cancel(error);
        leave(outgoing.copy);
      }
    });
    return batch;
  }

  /**
   * Whether it may be written down as being sent right away, which saves a second write before it leaves. After a crash it
   * is uncertain then, and so might be sent twice: not for what must not be.
   */
  #leavesAtOnce(outgoing: Outgoing): boolean {
    const { channel } = outgoing;
    if (!channel.plug[outlet].present || !mayBeMarked(outgoing)) return false;
    const { outbound } = this.#core.traffic.lane(channel);
    return outbound.flowing && outbound.length < this.#paces.of(channel);
  }

  reroute(outgoing: Outgoing): void {
    this.launch(outgoing);
  }

  get hooksSend(): boolean {
    return this.#core.traffic.pipeline.sending.length > 0;
  }

  beforeSend(delivery: Delivery): Awaitable<Delivery | null> {
    return beforeSend(this.#core, delivery);
  }

  plan(outgoing: Outgoing, action: Action): Awaitable<Planned> {
    return plan(this.#core, outgoing.channel, action, outgoing.options, outgoing);
  }

  /** A reaction that can only be told of is told of with others; but not one that somebody waits for. */
  gathers(outgoing: Outgoing, { list }: Operations): boolean {
    if (outgoing.action.kind !== 'reaction' || outgoing.row === undefined || list[0]?.call !== 'put') return false;
    this.notices.take(outgoing);
    return true;
  }

  launchNotice(told: Outgoing): void {
    this.#core.traffic.lane(told.channel).outbound.push(told);
  }

  noticed(told: Outgoing): void {
    const { intake, clock, unsettled } = this.#core;
    if (told.lost === 0) unsettled.delete(told);
    for (const event of echoes(told, clock.now())) void intake.accept(event, undefined);
  }

  unsettled(told: Outgoing): void {
    this.#core.unsettled.add(told);
  }

  nextKey(): string {
    return this.#core.nextKey();
  }

  leaving(outgoing: Outgoing): Safe | undefined {
    const { rows } = this.#core;
    const { row } = outgoing;
    if (row === undefined || rows.state(row) === 'sending') return undefined;
    if (rows.state(row) === 'uncertain') {
      this.#lookForEcho(outgoing);
      if (outgoing.over) return undefined;
      // Counts as tried again.
      rows.change(row, 'pending');
    }
    if (mayBeMarked(outgoing)) this.#markNext(outgoing);
    // The last to be written down: when it is safe, all are.
    return rows.change(row, 'sending');
  }

  /** Writes down what follows it as being sent, too, so that a backlog does not cost a commit for each. */
  #markNext({ channel, row: own }: Outgoing): void {
    const { rows, traffic } = this.#core;
    let left = this.#paces.next(channel);
    for (const job of traffic.lane(channel).outbound.waiting()) {
      left -= 1;
      if (left === 0) return;
      if (!(job instanceof Outgoing) || job.row === undefined || job.row === own) continue;
      if (rows.state(job.row) === 'pending' && !job.over && mayBeMarked(job)) rows.change(job.row, 'sending');
    }
  }

  /** Its echo may have come, and wait for hooks that have not finished with what came before. */
  #lookForEcho(outgoing: Outgoing): void {
    const { traffic, unsettled } = this.#core;
    for (const { inbound } of this.#lanesOfEcho(outgoing.channel)) {
      for (const event of inbound.waiting()) {
        if (unsettled.match(event)?.outgoing === outgoing) traffic.recognise(event);
      }
    }
  }

  #lanesOfEcho(channel: Channel): readonly ChannelLane[] {
    const { traffic } = this.#core;
    if (channel.plug.capabilities.lock !== 'plug') return [traffic.lane(channel)];
    return traffic.lanes().filter((lane) => lane.channel?.plug === channel.plug);
  }

  record(copy: Copy<Channel>, ids: readonly string[]): void {
    copy.sentAt ??= this.#core.clock.now();
    this.#core.ledger.record(copy, ids);
  }

  took(outgoing: Outgoing, index: number, ids: readonly string[]): void {
    const { ownSends, store, committer, clock } = this.#core;
    ownSends.add(outgoing, index, ids);
    // A second copy shows up, from an attempt that was thought lost: it is ours after a restart, too.
    if (!store.lasting || !outgoing.landedBefore || outgoing.action.kind !== 'message') return;
    committer.add(linkOf(outgoing.copy, clock.now()));
  }

  partSent({ row }: Outgoing): void {
    if (row !== undefined) this.#core.rows.change(row, 'sending');
  }

  sent(outgoing: Outgoing): Safe | undefined {
    const { store, rows, committer, unsettled, intake, clock } = this.#core;
    if (outgoing.lost === 0) unsettled.delete(outgoing);
    this.#core.speakers.sent(outgoing);
    const copy = applied(outgoing);
    if (copy !== undefined && outgoing.action.kind === 'edit') this.#core.ledger.record(copy, copy.ids);
    const writes: Write[] = copy !== undefined && store.lasting ? [linkOf(copy, clock.now())] : NOTHING;
    const { row } = outgoing;
    const safe =
      row !== undefined
        ? rows.change(row, 'sent', undefined, writes)
        : writes.length > 0
          ? committer.add(writes)
          : undefined;
    this.backlog.sent(outgoing);
    if (outgoing.channel.plug.capabilities.echo === 'none' || outgoing.action.kind !== 'message') {
      for (const event of echoes(outgoing, clock.now())) void intake.accept(event, undefined);
    }
    // Its echo, or a late answer, may have come before it went again.
    this.#core.traffic.awake(outgoing.channel);
    return safe;
  }

  /** An echo has shown that all of it was sent after all. */
  settled(outgoing: Outgoing): void {
    if (outgoing.lost === 0) this.#core.unsettled.delete(outgoing);
    if (!outgoing.over) outgoing.landed();
    else this.sent(outgoing);
  }

  retry(outgoing: Outgoing, error: TielineError): number | undefined {
    const { rows, clock, unsettled } = this.#core;
    if (!error.certain) unsettled.add(outgoing);
    this.#core.speakers.failed(outgoing);
    const { row, options } = outgoing;
    if (error instanceof UnsupportedError && outgoing.fallBack()) {
      if (row !== undefined) rows.change(row, 'pending', error.message);
      return 0;
    }
    if (row === undefined || !error.retryable) return undefined;
    if (!error.certain && options.policy === 'at-most-once') return undefined;
    if (this.expired(outgoing) !== undefined) return undefined;
    const away = error instanceof NotConnectedError;
    if (!away && !('retryAfterMs' in error)) outgoing.failures += 1;
    if (outgoing.failures >= MAX_ATTEMPTS) return undefined;
    // An earlier attempt may have arrived, though this one has not.
    rows.change(row, outgoing.lost === 0 ? 'pending' : 'uncertain', error.message);
    return retryDelay(clock, error, away ? 1 : outgoing.failures);
  }

  given(outgoing: Outgoing, error: TielineError): void {
    const { rows, logger } = this.#core;
    const { row, channel } = outgoing;
    if (!error.certain) this.#core.unsettled.add(outgoing);
    this.#core.speakers.failed(outgoing);
    if (row === undefined) return;
    if (error instanceof DroppedError) {
      rows.remove(row);
      return;
    }
    // What may have been sent and is not to be sent twice stays uncertain: an echo may still settle it.
    const uncertain = !error.certain && (outgoing.options.policy === 'at-most-once' || !error.retryable);
    rows.change(row, uncertain ? 'uncertain' : 'dead', error.message);
    logger.warn(
      { row, channel: String(channel), key: outgoing.key, error },
      uncertain ? 'it is uncertain whether a message was sent' : 'a message could not be delivered',
    );
  }

  expired(outgoing: Outgoing): TielineError | undefined {
    const { clock, limits } = this.#core;
    const { channel, row, options, at } = outgoing;
    const { sendTimeoutMs, maxAgeMs } = limits;
    const limit = row === undefined ? (options.timeoutMs ?? sendTimeoutMs) : (options.maxAgeMs ?? maxAgeMs);
    if (clock.now() - at <= limit) return undefined;
    const { name, state } = channel.plug;
    const text = `${channel}: not sent within ${limit} ms (${name} is ${state}): it has expired`;
    return new NotConnectedError(text, { retryable: false });
  }

  now(): number {
    return this.#core.clock.now();
  }
}

const NOTHING: Write[] = [];

/** Whether it may be marked as being sent before it is. */
function mayBeMarked({ channel, options, action }: Outgoing): boolean {
  if (options.policy === 'at-most-once') return false;
  // It may have to be gathered with others first.
  return action.kind !== 'reaction' || channel.plug.capabilities.reaction !== undefined;
}

function linkOf(copy: Copy<Channel>, now: number): Write {
  familyOf(copy);
  return linkWrite(copy, now);
}
