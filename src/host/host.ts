import { Mutex } from 'async-mutex';
import type { Observable } from 'rxjs';
import { BadReferenceError, ConfigError, NotConnectedError } from '../errors.ts';
import type { Hook } from '../hook/hook.ts';
import { systemClock } from '../lifecycle/clock.ts';
import { consoleLogger } from '../lifecycle/logger.ts';
import type { StateChange } from '../lifecycle/state.ts';
import { within } from '../lifecycle/within.ts';
import { detached } from '../plug/detached.ts';
import type { Group } from '../plug/group.ts';
import { type Outlet, outlet } from '../plug/outlet.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import { memoryStore } from '../store/memory.ts';
import { StandIn } from '../store/stand-in.ts';
import { abandon } from './abandon.ts';
import { Connection } from './connection.ts';
import { drain } from './drain.ts';
import { explain, type Plan } from './explain.ts';
import { halt } from './halt.ts';
import { hookContext } from './hook-context.ts';
import { HookRunner } from './hook-runner.ts';
import type { HookOptions, HostOptions, PlugOptions } from './host-options.ts';
import { join } from './join.ts';
import { Machinery } from './machinery.ts';
import { migrate } from './migrate.ts';
import { closeStores, openStores } from './open-stores.ts';
import { toLimits } from './options.ts';
import { Outbox } from './outbox.ts';
import { queuedNow } from './queued-now.ts';
import { recover, retryRow } from './recovery.ts';
import { type ReplayQuery, replay } from './replay.ts';
import { untilSignal } from './signals.ts';

/**
 * Owns plugs, hooks, channels and groups, and moves messages between them.
 *
 * @example
 * const host = new Host();
 * const here = host.addPlug(new MemoryPlug('here', { network: new MemoryNetwork('net') }));
 * host.addHook(defineHook('log', { onReceive: (event) => console.log(event.type, String(event.channel)) }));
 * await host.run();
 */
export class Host implements AsyncDisposable {
  /** What was posted and is not yet delivered. */
  readonly outbox: Outbox;
  readonly #machinery: Machinery;
  readonly #mutex = new Mutex();
  #open = false;
  /** Whether what an earlier process left behind has its place, so that new events and messages may come. */
  #recovered = false;
  /** Aborted to end `run()`. */
  #quit = new AbortController();
  /** Aborted to end the waiting of `open()`. */
  #closing = new AbortController();

  /** @throws ConfigError listing every option that is wrong */
  constructor(options: HostOptions = {}) {
    const limits = toLimits(options);
    const { store = memoryStore(), logger = consoleLogger, clock = systemClock, whileStoreFails = 'wait' } = options;
    const kept = whileStoreFails === 'wait' ? store : new StandIn(store, logger);
    const machinery = new Machinery(kept, logger, clock, limits, whileStoreFails, options.media);
    this.#machinery = machinery;
    this.outbox = new Outbox(machinery, {
      relaunch: async (row) => {
        const channel = machinery.registry.find(row.channel);
        if (channel === undefined) throw new BadReferenceError(`outbox: the plug of row ${row.id} is not here`);
        await retryRow(machinery, machinery.dispatch, channel, row);
      },
    });
  }

  /** Every event, once, after its hooks; but for those that a hook dropped. */
  get events(): Observable<ChatEvent> {
    return this.#machinery.events.asObservable();
  }

  /** Every change in the state of a plug or hook, and every fault of one. */
  get states(): Observable<StateChange> {
    return this.#machinery.states.asObservable();
  }

  /**
   * Adds a plug, and starts it if the host is open.
   * @throws ConfigError for a name or network that is taken; PlugError where its capabilities and methods disagree
   */
  addPlug<P extends Plug>(plug: P, options: PlugOptions = {}): P {
    this.#machinery.registry.checkPlug(plug);
    const connection = new Connection(this.#machinery, plug, options.enabled ?? true);
    this.#machinery.registry.addConnection(connection);
    plug[outlet] = connection;
    if (this.#recovered && connection.enabled) join(this.#machinery, connection);
    return plug;
  }

  /** Removes a plug: takes no more from it, hands out what it queued, sends what can be sent, and stops it. */
  async removePlug(name: string): Promise<void> {
    const { registry, traffic, clock, limits } = this.#machinery;
    const connection = registry.connections.get(name);
    if (connection === undefined || connection.leaving) return;
    connection.leaving = true;
    const { plug } = connection;
    const flush = (): boolean => this.#machinery.dispatch.notices.flush(plug);
    if (this.#open) await drain(traffic, clock, limits.closeTimeoutMs, flush, plug);
    await connection.supervisor.close();
    abandon(this.#machinery, plug);
    traffic.part(plug);
    connection.close();
    registry.removeConnection(connection);
    plug[outlet] = detached(name) as Outlet<Channel, ChatEvent>;
  }

  /**
   * Adds a hook, and starts it if the host is open.
   * @throws ConfigError for a name that is taken, a bad priority, or a second hook of a resource class
   */
  addHook<H extends Hook>(hook: H, options: HookOptions = {}): H {
    const { registry, runners, clock, limits, states, logger } = this.#machinery;
    registry.addSeat({ hook, priority: options.priority, enabled: options.enabled ?? true });
    const tell = (change: StateChange): void => {
      if (change.cause !== undefined && change.state !== change.previous) {
        logger.error({ hook: hook.name, error: change.cause }, change.cause.message);
      }
      states.next(change);
    };
    runners.set(hook.name, new HookRunner(hook, clock, limits.openTimeoutMs, tell));
    if (this.#open && (options.enabled ?? true)) void this.#startHook(hook);
    return hook;
  }

  /** Removes a hook: it still gets what is queued now, and is stopped when it is through with it. */
  async removeHook(name: string): Promise<void> {
    const { registry, runners, traffic } = this.#machinery;
    const runner = runners.get(name);
    if (runner === undefined) return;
    await queuedNow(traffic, this.#machinery);
    registry.seats.delete(name);
    this.#machinery.compile();
    await queuedNow(traffic, this.#machinery);
    await runner.stop();
    runners.delete(name);
  }

  /** Gives a channel a name, under which `channel()` finds it. @throws ConfigError where the name is taken */
  addChannel(name: string, channel: Channel): Channel {
    this.#machinery.registry.addChannel(name, channel);
    return channel;
  }

  /** Makes a group known by its name. @throws ConfigError where the name is taken */
  addGroup(group: Group): Group {
    this.#machinery.registry.addGroup(group);
    return group;
  }

  plug(name: string): Plug | undefined {
    return this.#machinery.registry.connections.get(name)?.plug;
  }

  hook(name: string): Hook | undefined {
    return this.#machinery.registry.seats.get(name)?.hook;
  }

  channel(name: string): Channel | undefined {
    return this.#machinery.registry.channels.get(name);
  }

  group(name: string): Group | undefined {
    return this.#machinery.registry.groups.get(name);
  }

  /** The one hook of a resource class. @throws ConfigError where there is none */
  resource<R extends Hook>(type: abstract new (...args: never[]) => R): R {
    for (const { hook } of this.#machinery.registry.seats.values()) if (hook instanceof type) return hook;
    throw new ConfigError(`there is no hook of the resource class ${type.name}; add one with host.addHook()`, {
      field: 'resource',
      expected: type.name,
      got: 'nothing',
    });
  }

  /** What an event would lead to; sends nothing. */
  async explain(event: ChatEvent): Promise<Plan> {
    const { registry, runners } = this.#machinery;
    const active = ({ hook, enabled }: { hook: Hook; enabled: boolean }): boolean =>
      this.#open ? runners.get(hook.name)?.started === true : enabled;
    return await explain(this.#machinery, [...registry.seats.values()].filter(active), event);
  }

  /**
   * Hands events that the store has kept to hooks again, oldest first, one after another: for debugging, and for a new hook
   * that wants the past. The hooks need not be added. Gives how many events there were.
   * @throws what a hook throws
   */
  async replay(query: ReplayQuery, hooks: readonly Hook[]): Promise<number> {
    const { registry, carry } = this.#machinery;
    return await replay(this.#machinery, (ref) => registry.find(ref), query, hooks, carry);
  }

  /**
   * Has a channel take the place of another: what was known of messages there, what is on its way there, and the hooks that
   * follow. Gives the names of the hooks that do.
   */
  async migrate(from: Channel, to: Channel): Promise<readonly string[]> {
    return await migrate(this.#machinery, from, to);
  }

  /**
   * Opens the store, starts the hooks and then the plugs, and takes up what an earlier process left unfinished. A plug or
   * hook that does not start keeps nobody else from starting.
   * @throws StoreError where the store cannot be opened, unless `whileStoreFails` is `continue`; what the media store throws where that cannot
   */
  async open(): Promise<void> {
    const closing = new AbortController();
    this.#closing = closing;
    await this.#mutex.runExclusive(async () => {
      if (this.#open) return;
      const { store, registry, clock, limits, rows, committer, sweeper, dispatch } = this.#machinery;
      const summary = await openStores(this.#machinery);
      this.#machinery.continueFrom(summary.lastSequence);
      rows.open(summary);
      if (store.lasting) dispatch.backlog.hold();
      this.#machinery.ready = true;
      this.#machinery.taking = true;
      this.#machinery.halted = false;
      this.#open = true;
      committer.open();
      sweeper.open();
      const seats = [...registry.seats.values()].filter(({ enabled }) => enabled);
      const resources = seats.filter(({ hook }) => isResource(hook));
      for (const { hook } of [...resources, ...seats.filter((seat) => !resources.includes(seat))]) {
        if (!closing.signal.aborted) await this.#startHook(hook);
      }
      if (store.lasting) await recover(this.#machinery, dispatch, (ref) => registry.find(ref), summary.lastSequence);
      this.#recovered = true;
      const first = [...registry.connections.values()]
        .filter(({ enabled }) => enabled)
        .map(({ supervisor }) => supervisor.open());
      // Whoever is slower goes on starting; the states tell of it.
      const late = (): NotConnectedError => new NotConnectedError('the plugs take longer to start');
      const { signal } = closing;
      await within(clock, limits.openTimeoutMs, () => Promise.all(first), { timeout: late, signal }).catch(
        () => undefined,
      );
    });
  }

  /**
   * Hands out what is queued, sends what was posted while its network is up, stops everything, and closes the store; what
   * is left after `closeTimeoutMs` is aborted, and kept by a store that lasts.
   */
  async close(): Promise<void> {
    this.#quit.abort();
    this.#closing.abort();
    await this.#mutex.runExclusive(async () => {
      if (!this.#open) return;
      await halt(this.#machinery);
      this.#open = false;
      this.#recovered = false;
      await closeStores(this.#machinery);
    });
  }

  /** Opens, waits for `quit()`, SIGINT or SIGTERM, and closes. */
  async run(): Promise<void> {
    const quit = new AbortController();
    this.#quit = quit;
    const ended = untilSignal(quit.signal);
    try {
      await Promise.race([this.open(), ended]);
      await ended;
    } finally {
      // Where it could not be opened, nobody waits for a signal any more.
      quit.abort();
      await this.close();
    }
  }

  /** Makes `run()` end. */
  quit(): void {
    this.#quit.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #startHook(hook: Hook): Promise<void> {
    const started = this.#machinery.runners.get(hook.name)?.start(hookContext(this, this.#machinery, hook.name));
    // One that has nothing to start gets what comes from now on.
    this.#machinery.compile();
    await started;
    this.#machinery.compile();
  }
}

function isResource(hook: Hook): boolean {
  return (hook.constructor as typeof Hook).resource;
}
