import type { StandardSchemaV1 } from '@standard-schema/spec';
import { refused } from '../config/refused.ts';
import { validateConfig } from '../config/validate.ts';
import type { ConfigIssue } from '../errors.ts';
import type { Awaitable } from '../lifecycle/awaitable.ts';
import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { Message } from '../model/message.ts';
import type { ChannelRef } from '../model/refs.ts';
import type { PostOptions } from '../plug/delivery.ts';
import type { Channel, ChatEvent, Plug } from '../plug/plug.ts';
import type { Table } from '../store/table.ts';

/** A message on its way out. */
export interface Delivery {
  readonly channel: Channel;
  readonly message: Message;
}

/** Where an event is to be carried to. */
export interface Route {
  readonly channel: Channel;
  /**
   * What a message or edit becomes there; default: its content. What is told of an event of another kind; default: nothing,
   * by whatever way it comes.
   */
  readonly message?: Message;
  readonly options?: PostOptions;
}

/** What a hook may ask of the host it is in. */
export interface HookContext {
  readonly logger: Logger;
  readonly clock: Clock;
  /** A table of the hook's own in the store, by a name it chooses; it survives a restart with a store that lasts. */
  table(name: string): Table;
  plug(name: string): Plug | undefined;
  channel(name: string): Channel | undefined;
  /** Adds a plug that the hook itself provides, and starts it. The hook removes it when it stops. */
  addPlug<P extends Plug>(plug: P): P;
  removePlug(name: string): Promise<void>;
  /** The one hook of a resource class. @throws ConfigError where there is none */
  resource<R extends Hook>(type: abstract new (...args: never[]) => R): R;
}

/**
 * Sees every event and every outgoing message, and may change, drop, answer or carry them on.
 *
 * Write only the methods you need; one that is absent costs nothing. A method that throws is logged with the hook's name
 * and skipped for that event; one that is slow holds up its own channel only, and is given up after the host's
 * `hookTimeoutMs`. docs/write-a-hook.md leads through it.
 */
export abstract class Hook<Config = unknown> {
  /** Checks the configuration before anything else happens; any Standard Schema. */
  static readonly schema?: StandardSchemaV1;
  /** Whether hooks of this class serve other hooks: one a host, started before all others, found by `resource()`. */
  static readonly resource: boolean = false;

  readonly name: string;
  readonly config: Config;

  /** @throws ConfigError listing every fault of `config` by field, where there is a schema */
  constructor(name: string, config?: Config) {
    this.name = name;
    this.config = validateConfig<Config>(name, new.target.schema, config);
  }

  /** Called once, before the first event; a hook that fails here gets no events. `signal` is aborted when it is to stop. */
  protected start?(context: HookContext, signal: AbortSignal): Awaitable<void>;
  /** Called once, after the last event. */
  protected stop?(): Awaitable<void>;

  /** Before all `onReceive`: gives the event back changed (spread it), or null to drop it, or nothing to leave it be. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a method without a return statement is the usual case.
  beforeReceive?(event: ChatEvent): Awaitable<ChatEvent | null | undefined | void>;
  /** Sees the event; all hooks of one priority at once. */
  onReceive?(event: ChatEvent): Awaitable<void>;
  /**
   * Where the event is to be carried: the core posts it there, never to a channel where it has been, remembers which copy
   * belongs to which message, and does all of it in one transaction with "this hook is done with this event".
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: as above.
  routes?(event: ChatEvent): Awaitable<readonly Route[] | undefined | void>;
  /** The channels it depends on: what was said in them while the network was away is fetched, where that can be. */
  watches?(): Iterable<Channel>;
  /** Gives the delivery back changed, or null to drop it, or nothing to leave it be; a new channel restarts the send there. */
  // biome-ignore lint/suspicious/noConfusingVoidType: as above.
  beforeSend?(delivery: Delivery): Awaitable<Delivery | null | undefined | void>;
  /** A channel was replaced by another. Gives whether the hook follows it. */
  onMigrate?(from: ChannelRef, to: ChannelRef): Awaitable<boolean>;
}

/** The methods of a hook without a class. */
export type HookMethods = Pick<
  Hook,
  'beforeReceive' | 'onReceive' | 'routes' | 'watches' | 'beforeSend' | 'onMigrate'
> & {
  start?(context: HookContext, signal: AbortSignal): Awaitable<void>;
  stop?(): Awaitable<void>;
};

class PlainHook extends Hook<undefined> {}

const METHODS = ['start', 'stop', 'beforeReceive', 'onReceive', 'routes', 'watches', 'beforeSend', 'onMigrate'];

/**
 * Makes a hook from its methods alone.
 * @throws ConfigError naming each that is no method of a hook: it would never be called
 */
export function defineHook(name: string, methods: HookMethods): Hook {
  const issues = Object.entries(methods).flatMap(([field, method]): ConfigIssue[] => {
    const known = METHODS.includes(field);
    if (known && (method === undefined || typeof method === 'function')) return [];
    return [{ field, expected: known ? 'a function' : `one of ${METHODS.join(', ')}`, got: typeof method }];
  });
  if (issues.length > 0) throw refused(`hook ${name}: not its methods`, ...issues);
  return Object.assign(new PlainHook(name), methods);
}
