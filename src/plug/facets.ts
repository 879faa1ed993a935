import * as v from 'valibot';
import { validateConfig } from '../config/validate.ts';
import { NotConnectedError, PlugError, UnsupportedError } from '../errors.ts';
import type { PlugState } from '../lifecycle/state.ts';
import type { Capabilities, RoomsCapability } from '../model/capabilities.ts';
import type { PresenceStatus, QueuedEventOf } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import type { MessageRef } from '../model/refs.ts';
import type { Member, User } from '../model/user.ts';
import { capabilitySchema } from './capability-schema.ts';
import type { PutOptions } from './delivery.ts';

/** Which messages of a channel's past are asked for, newest last. */
export interface HistoryQuery {
  /** Only what came before this message. */
  readonly before?: MessageRef;
  /** Only what came after this message. */
  readonly after?: MessageRef;
  /** The most messages to give: with `after` the first ones, else the last ones. Absent: all there are. */
  readonly limit?: number;
}

/** What a channel may be joined with. */
export interface JoinOptions {
  /** The channel's password. */
  readonly key?: string;
}

/** What is known of a channel. */
export interface ChannelInfo {
  readonly exists: boolean;
  /** Whether our account is in it. */
  readonly joined: boolean;
  readonly title?: string;
  readonly topic?: string;
  /** Whether it is a conversation with one person. */
  readonly direct?: boolean;
  /** The id of the newest message, or one no newer: after an outage what came since is fetched, if nothing came before. */
  readonly newest?: string;
}

/** The ids of the physical messages that something became, in order. */
export type PutResult = string | readonly string[];

/**
 * Everything that the author of a plug may write, as the host sees it: `Plug` declares the same methods protected.
 * `C` is the channel.
 */
export interface PlugInside<C> {
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
  put(channel: C, message: Message, options: PutOptions): Promise<PutResult>;
  render?(text: NonNullable<Message['text']>): string;
  putEdit?(ref: MessageRef, message: Message, options: PutOptions): Promise<unknown>;
  putDelete?(refs: readonly MessageRef[], options: PutOptions): Promise<unknown>;
  putReaction?(ref: MessageRef, emoji: string, on: boolean, options: PutOptions): Promise<unknown>;
  putTyping?(channel: C): Promise<void>;
  putTitle?(channel: C, text: string): Promise<void>;
  putTopic?(channel: C, text: string): Promise<void>;
  putPresence?(status: PresenceStatus, text?: string): Promise<void>;
  putInvite?(channel: C, users: readonly User[]): Promise<void>;
  putRemove?(channel: C, users: readonly User[]): Promise<void>;
  putJoin?(channel: C, options: JoinOptions): Promise<void>;
  putLeave?(channel: C, reason?: string): Promise<void>;
  putCreate?(channel: C): Promise<void>;
  putDestroy?(channel: C): Promise<void>;
  getInfo?(channel: C): ChannelInfo | Promise<ChannelInfo>;
  getUser?(id: string): Promise<User>;
  getMembers?(channel: C): AsyncIterable<Member>;
  getHistory?(channel: C, query: HistoryQuery): AsyncIterable<QueuedEventOf<C>>;
  getMessage?(ref: MessageRef): Promise<QueuedEventOf<C> | undefined>;
  getChannels?(): AsyncIterable<C>;
  getDirect?(user: User): C | Promise<C>;
}

/** A method of {@link PlugInside} that a network may lack. */
export type Facet = Exclude<keyof PlugInside<unknown>, 'start' | 'stop' | 'put' | 'render'>;

type Declaration = Exclude<keyof Capabilities, 'rooms'> | `rooms.${keyof RoomsCapability}`;

/** The key of `Capabilities` that declares each facet. The rest need no declaration: to be written is enough. */
const declarations: { readonly [F in Facet]?: Declaration } = {
  putEdit: 'edit',
  putDelete: 'delete',
  putReaction: 'reaction',
  putTyping: 'typing',
  putTitle: 'title',
  putTopic: 'topic',
  putPresence: 'presence',
  putInvite: 'rooms.invite',
  putRemove: 'rooms.remove',
  putJoin: 'rooms.join',
  putLeave: 'rooms.leave',
  putCreate: 'rooms.create',
  putDestroy: 'rooms.destroy',
  getMembers: 'members',
  getHistory: 'history',
  getChannels: 'rooms.list',
};

interface FacetOwner {
  readonly name: string;
  readonly state: PlugState;
  readonly capabilities: Capabilities;
}

/**
 * The method behind a facet, bound to its plug.
 * @throws UnsupportedError where the network has no such feature
 * @throws NotConnectedError while the network cannot be reached
 */
export function facet<C, F extends Facet>(plug: FacetOwner, name: F): NonNullable<PlugInside<C>[F]> {
  const method = (plug as unknown as PlugInside<C>)[name];
  const capability = declarations[name] ?? name;
  if (method === undefined) {
    throw new UnsupportedError(`${plug.name}: the network has no ${capability}`, { capability });
  }
  if (plug.state !== 'connected') throw new NotConnectedError(`${plug.name}: not connected (${plug.state})`);
  return method.bind(plug) as NonNullable<PlugInside<C>[F]>;
}

const checkedPlug = v.object({
  capabilities: capabilitySchema,
  put: v.custom((put) => typeof put === 'function', 'a method, since capabilities.send is not false'),
});
/** Of a plug that sends nothing; an author who writes no TypeScript may leave `put()` out. */
const checkedReceiver = v.object({ capabilities: capabilitySchema });

/**
 * Refuses a plug whose capabilities are malformed, or disagree with its methods.
 * @throws ConfigError naming every value that is wrong
 * @throws PlugError naming every disagreement
 */
export function checkFacets(plug: FacetOwner): void {
  const { capabilities, put } = plug as FacetOwner & { readonly put?: unknown };
  const schema = capabilities?.send === false ? checkedReceiver : checkedPlug;
  validateConfig(`plug ${plug.name}`, schema, { capabilities, put });
  const faults: string[] = [];
  for (const [name, declaration] of Object.entries(declarations)) {
    const declared = isDeclared(plug.capabilities, declaration);
    const written = typeof (plug as unknown as Record<string, unknown>)[name] === 'function';
    if (declared && !written) faults.push(`capabilities declare ${declaration}, but there is no ${name}()`);
    if (written && !declared) faults.push(`there is ${name}(), but capabilities do not declare ${declaration}`);
  }
  if (faults.length > 0) {
    throw new PlugError(`plug ${plug.name}: ${faults.join('; ')}`, { retryable: false, certain: true });
  }
}

function isDeclared(capabilities: Capabilities, declaration: Declaration): boolean {
  const [key, room] = declaration.split('.') as [keyof Capabilities, keyof RoomsCapability | undefined];
  return Boolean(room === undefined ? capabilities[key] : capabilities.rooms?.[room]);
}
