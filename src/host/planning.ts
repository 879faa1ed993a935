import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import { cleanMessage } from '../model/clean-message.ts';
import type { Message } from '../model/message.ts';
import { type MessageRef, messageRef, sameRef } from '../model/refs.ts';
import { type Copy, copyIn } from '../order/ledger.ts';
import type { PlanContext } from '../plan/message-plan.ts';
import type { Action, SendOptions } from '../plug/delivery.ts';
import type { PlugInside } from '../plug/facets.ts';
import type { Channel, Plug } from '../plug/plug.ts';
import type { RichText } from '../text/rich-text.ts';
import type { Core } from './core.ts';
import { type Operations, operations, type Target } from './operation.ts';

/** What an action comes to, and what it is about. */
export interface Planned {
  readonly operations: Operations;
  readonly target?: Target;
}

/** What has to be known to plan. */
export interface Knowledge extends Pick<Core, 'links' | 'clock' | 'speakers' | 'files'> {
  /** Whether to plan an edit that has been made already as if it were to be made. */
  readonly again?: boolean;
}

/** What is to be done where the network cannot do it as it is. */
export interface Fallback {
  /** Whether to do the next best thing. */
  readonly degrade: boolean;
  /** Whether the network has refused to do this one as it is. */
  readonly refused: boolean;
  /** The copy that it is about, where whoever wants it knows: the ledger may have forgotten it meanwhile. */
  readonly about?: Copy<Channel> | undefined;
}

type Found = Copy<Channel> | undefined;

const renderers = new WeakMap<Plug, (text: RichText) => string>();

/**
 * Finds what an action refers to and works out the calls. Waits only where a store has to be asked.
 * @throws UnsupportedError where the network cannot do it and `degrade` is not set
 */
export function plan(
  core: Knowledge,
  channel: Channel,
  action: Action,
  options: SendOptions,
  fallback: Fallback,
): Awaitable<Planned> {
  const replyTo = 'message' in action ? action.message.replyTo : undefined;
  const answered = replyTo && core.links.find(replyTo);
  const how = { channel, options, fallback };
  if (action.kind === 'message') return chain(answered, (found) => finish(core, how, action, undefined, found));
  const { about } = fallback;
  const changed = about?.channel === channel ? about : counterpart(core, action.ref, channel);
  return chain(changed, (copy) =>
    chain(answered, (found) => finish(core, how, action, { ref: action.ref, copy }, found)),
  );
}

interface How {
  readonly channel: Channel;
  readonly options: SendOptions;
  readonly fallback: Fallback;
}

function finish(
  core: Knowledge,
  { channel, options, fallback }: How,
  action: Action,
  about: { readonly ref: MessageRef; readonly copy: Found } | undefined,
  answered: Found,
): Awaitable<Planned> {
  const target = about && targetOf(core, action, about.ref, about.copy, answered);
  const meant = 'message' in action ? asMeant(action, answered) : action;
  const reply = 'message' in meant ? replyIn(channel, meant.message.replyTo, answered) : undefined;
  const continues = about === undefined ? follows(core, channel, meant, options) : about.copy?.unnamed;
  const context = contextOf(channel, options, reply, continues);
  if (core.files === undefined || !('message' in meant)) return calls(meant, target, channel, context, fallback);
  return chain(core.files.links(meant.message, target?.message, channel.plug.capabilities), (links) =>
    calls(meant, target, channel, links ? { ...context, links } : context, fallback),
  );
}

function calls(
  action: Action,
  target: Target | undefined,
  channel: Channel,
  context: PlanContext,
  { degrade, refused }: Fallback,
): Planned {
  const list = operations(action, target, channel, context, degrade, refused);
  return target === undefined ? { operations: list } : { operations: list, target };
}

function follows(
  { speakers }: Knowledge,
  channel: Channel,
  action: Action,
  { repeatNames }: SendOptions,
): boolean | undefined {
  return repeatNames === false && action.kind === 'message' ? speakers.continues(channel, action.message) : undefined;
}

/** The action with a clean message, that quotes what was really said. */
function asMeant<A extends { readonly message: Message }>(action: A, answered: Found): A {
  const message = withQuoted(cleanMessage(action.message), answered);
  return message === action.message ? action : { ...action, message };
}

/** The copy, in a channel, of a message that may be from another. */
function counterpart({ links }: Knowledge, ref: MessageRef, channel: Channel): Awaitable<Found> {
  if (sameRef(ref.channel, channel.ref)) return links.get(channel, ref.id);
  return chain(links.find(ref), (copy) => (copy?.family === undefined ? undefined : copyIn(copy.family, channel)));
}

function targetOf({ clock, again }: Knowledge, action: Action, ref: MessageRef, copy: Found, answered: Found): Target {
  const said = copy && (again && isMade(action, copy) ? copy.previous : saidIn(copy));
  const message = said && withQuoted(cleanMessage(said), answered);
  const ageMs = copy?.sentAt === undefined ? undefined : Math.max(0, clock.now() - copy.sentAt);
  return { ref, copy, message, ageMs };
}

function isMade(action: Action, { message, previous }: Copy<Channel>): boolean {
  return action.kind === 'edit' && previous !== undefined && JSON.stringify(action.message) === JSON.stringify(message);
}

/** What a message answers, as the channel it goes to knows it. */
function replyIn(channel: Channel, replyTo: MessageRef | undefined, answered: Found): MessageRef | undefined {
  if (replyTo === undefined || sameRef(replyTo.channel, channel.ref)) return replyTo;
  const id = answered?.family && copyIn(answered.family, channel)?.ids[0];
  return id === undefined ? undefined : messageRef(channel.ref, id);
}

/** A message that quotes what was really said: what the bridge posted is somebody else's, and may have been edited since. */
function withQuoted(message: Message, answered: Found): Message {
  if (answered === undefined) return message;
  const said = message.quoted === undefined ? saidIn(answered) : answered.message;
  if (said === undefined) return message;
  const user = said.user ?? message.quoted?.user;
  return { ...message, quoted: user === undefined ? said : { ...said, user } };
}

/** What a message says: we know what we sent, and so what it is a copy of. */
function saidIn({ message, family }: Copy<Channel>): Message | undefined {
  return message ?? family?.copies.find((copy) => copy.message !== undefined)?.message;
}

/** What the planner has to know of a channel and of how something is to be sent there. */
export function contextOf(
  channel: Channel,
  options: SendOptions,
  reply?: MessageRef | undefined,
  continues?: boolean | undefined,
): PlanContext {
  const { plug } = channel;
  return {
    render: rendererOf(plug),
    prefix: options.prefix,
    origin: options.origin,
    self: plug.self,
    pings: options.pings,
    guardNames: options.guardNames,
    continues,
    reply,
    channel: channel.ref,
  };
}

function rendererOf(plug: Plug): ((text: RichText) => string) | undefined {
  const known = renderers.get(plug);
  if (known !== undefined) return known;
  const inside = plug as unknown as PlugInside<Channel>;
  if (inside.render === undefined) return undefined;
  const render = inside.render.bind(plug);
  renderers.set(plug, render);
  return render;
}

function chain<T, U>(value: Awaitable<T>, then: (value: T) => Awaitable<U>): Awaitable<U> {
  return isThenable(value) ? Promise.resolve(value as PromiseLike<T>).then(then) : then(value as T);
}
