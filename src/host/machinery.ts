import { Subject } from 'rxjs';
import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { PlugState, StateChange } from '../lifecycle/state.ts';
import type { StateDetails } from '../lifecycle/supervisor.ts';
import type { MediaStore } from '../media/media-store.ts';
import { Ledger } from '../order/ledger.ts';
import { outlet } from '../plug/outlet.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { Committer } from '../store/committer.ts';
import type { Store } from '../store/store.ts';
import { CatchUp } from './catch-up.ts';
import type { Connection, ConnectionHost } from './connection.ts';
import type { Core, HostLimits } from './core.ts';
import { Dispatch } from './dispatch.ts';
import type { HookRunner } from './hook-runner.ts';
import { type Backlog, Intake } from './intake.ts';
import { Links } from './links.ts';
import { journalled, type Marked } from './marked.ts';
import { OutboxBacklog } from './outbox-backlog.ts';
import { OwnSends } from './own-sends.ts';
import { type Carry, compile } from './pipeline.ts';
import { Posting } from './posting.ts';
import { recogniser } from './recognise.ts';
import { readyRows, resumeRow } from './recovery.ts';
import { Registry } from './registry.ts';
import { Relay } from './relay.ts';
import { Rows } from './rows.ts';
import { ServedFiles } from './served-files.ts';
import { Speakers } from './speakers.ts';
import { Sweeper } from './sweeper.ts';
import { Traffic } from './traffic.ts';
import { UnsettledSends } from './unsettled.ts';

/** How many messages are remembered for echoes, edits and repeated events: at least so many, at most twice. */
const REMEMBERED = 10_000;

const meanwhile = {
  wait: 'nothing is handed out or sent until it has been written',
  continue: 'everything goes on, and is not durable until it works again',
} as const;

/** The parts of a host, put together. */
export class Machinery implements Core, ConnectionHost {
  readonly store: Store;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly limits: HostLimits;
  readonly committer: Committer;
  readonly traffic: Traffic;
  readonly ledger = new Ledger<Channel>(REMEMBERED);
  readonly ownSends = new OwnSends(REMEMBERED);
  readonly links: Links;
  readonly rows: Rows;
  readonly intake: Intake;
  readonly unsettled: UnsettledSends;
  readonly speakers: Speakers;
  readonly files: ServedFiles | undefined;
  readonly catchUp: CatchUp;
  readonly sweeper: Sweeper;
  readonly dispatch: Dispatch;
  readonly posting: Posting;
  readonly registry = new Registry();
  readonly runners = new Map<string, HookRunner>();
  readonly events = new Subject<ChatEvent>();
  readonly states = new Subject<StateChange>();
  ready = false;
  taking = true;
  halted = false;
  readonly #relay: Relay;
  readonly #keyPrefix: string;
  #sequence = 0;
  #storeFault: string | undefined;
  #keys = 0;

  constructor(
    store: Store,
    logger: Logger,
    clock: Clock,
    limits: HostLimits,
    whileFailing: 'wait' | 'continue',
    media: MediaStore | undefined,
  ) {
    this.store = store;
    this.logger = logger;
    this.clock = clock;
    this.limits = limits;
    const health = (error: Error | undefined, notKept: number): void => this.#storeHealth(error, notKept, whileFailing);
    this.committer = new Committer(store, { clock, health, whileFailing });
    this.links = new Links(this.ledger, store, clock, (ref) => this.registry.find(ref));
    this.rows = new Rows(this.committer, clock, store.lasting);
    this.unsettled = new UnsettledSends(clock);
    this.speakers = new Speakers(clock);
    this.files = media && new ServedFiles(media, { clock, logger, timeoutMs: limits.sendTimeoutMs });
    this.traffic = new Traffic(clock, limits, {
      network: (channel) => channel.plug[outlet] as Connection,
      recognise: recogniser(this, (outgoing) => this.dispatch.settled(outgoing)),
      finished: (queued, event) => this.#finished(queued, event),
      hookFailed: (hook, error) => this.hookFailed(hook, error),
      hookSlow: (hook, event) =>
        this.logger.warn(
          { hook, channel: String(event.channel) },
          `hook ${hook} is slow and holds up ${event.channel}`,
        ),
      checked: () => this.dispatch.backlog.check(),
    });
    this.intake = new Intake(this, REMEMBERED);
    const backlog = new OutboxBacklog({
      store,
      traffic: this.traffic,
      ready: (rows) => readyRows(this, rows),
      resume: (row, channel) => resumeRow(this, this.dispatch, channel, row),
      failed: (error) => this.logger.error({ store: store.name, error }, 'the outbox cannot be read'),
    });
    this.dispatch = new Dispatch(this, backlog);
    this.catchUp = new CatchUp(this, { maxCount: limits.catchUpCount, maxAgeMs: limits.catchUpAgeMs });
    this.sweeper = new Sweeper(store, clock, (error) =>
      logger.warn({ store: store.name, error }, 'the store could not be swept'),
    );
    this.posting = new Posting(this, this.dispatch);
    this.#relay = new Relay(this, this.dispatch);
    this.#keyPrefix = `${Math.floor(clock.now()).toString(36)}${Math.floor(clock.random() * 36 ** 4).toString(36)}-`;
  }

  get core(): Core {
    return this;
  }

  get lasting(): boolean {
    return this.store.lasting;
  }

  backlog(plug: Plug): Backlog | undefined {
    return (plug[outlet] as Partial<Connection>).backlog;
  }

  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** Goes on after the numbers of an earlier process. */
  continueFrom(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  nextKey(): string {
    this.#keys += 1;
    return this.#keyPrefix + this.#keys.toString(36);
  }

  /** Works out anew which hook is called when. */
  compile(): void {
    const seats = [...this.registry.seats.values()].filter(({ hook }) => this.runners.get(hook.name)?.started);
    this.traffic.pipeline = compile(seats, this.carry);
  }

  readonly carry: Carry = (hook, event, routes) => this.#relay.carry(hook, event, routes);

  catchUpWith(plug: Plug, state: PlugState): void {
    if (state === 'starting' || state === 'reconnecting') this.catchUp.hold(plug, this.#watched(plug));
    else if (state === 'connected') {
      this.catchUp
        .run(plug)
        .catch((error: unknown) => this.logger.error({ plug: plug.name, error }, 'catching up failed'));
    } else this.catchUp.release(plug);
  }

  #watched(plug: Plug): Channel[] {
    const watched = new Set<Channel>();
    for (const { hook } of this.registry.seats.values()) {
      if (!this.runners.get(hook.name)?.started) continue;
      for (const channel of hook.watches?.() ?? []) if (channel.plug === plug) watched.add(channel);
    }
    return [...watched];
  }

  hookFailed(hook: string, error: Error): void {
    this.logger.error({ hook, error }, error.message);
    this.runners.get(hook)?.fault(error);
  }

  stateChanged(plug: Plug, previous: PlugState, state: PlugState, details: StateDetails): void {
    const { name } = plug;
    const { cause } = details;
    const at = new Date(this.clock.now());
    if (cause !== undefined) {
      const next = details.retryInMs === undefined ? '' : `; next attempt in ${Math.round(details.retryInMs)} ms`;
      this.logger.warn({ plug: name, state, error: cause }, `plug ${name} is ${state}${next}`);
    } else this.logger.info({ plug: name, state }, `plug ${name} is ${state}`);
    this.states.next({ kind: 'plug', name, state, previous, at, ...details });
  }

  #finished(queued: ChatEvent, event: ChatEvent | null): void {
    const sequence = (queued as Marked)[journalled];
    if (sequence !== undefined && !this.#relay.keeps(sequence)) this.committer.add({ op: 'event-done', sequence });
    this.intake.finished(queued);
    if (event !== null && this.events.observed) this.events.next(event);
  }

  /** Says once that the store fails, and for what reason, and once that it works again. */
  #storeHealth(error: Error | undefined, notKept: number, whileFailing: 'wait' | 'continue'): void {
    const store = this.store.name;
    const before = this.#storeFault;
    this.#storeFault = error?.message;
    if (error === undefined) {
      const lost = notKept === 0 ? '' : `; ${notKept} changes made meanwhile could not be kept for it`;
      this.logger.warn({ store, notKept }, `the store works again${lost}`);
    } else if (error.message !== before)
      this.logger.error({ store, error }, `the store failed; ${meanwhile[whileFailing]}`);
  }
}
