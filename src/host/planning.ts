import { type Awaitable, isThenable } from '../lifecycle/awaitable.ts';
import { type MessageRef, messageRef, sameRef } from '../model/refs.ts';
import { type Copy, copyIn } from '../order/ledger.ts';
import type { PlanContext } from '../plan/message-plan.ts';
import type { Action, DegradeOptions } from '../plug/delivery.ts';
import type { PlugInside } from '../plug/facets.ts';
import type { Channel, Plug } from '../plug/plug.ts';
import type { RichText } from '../text/rich-text.ts';
import type { Links } from './links.ts';
import { type Operations, operations, type Target } from './operation.ts';

/** What an action comes to, and what it is about. */
export interface Planned {
  readonly operations: Operations;
  readonly target?: Target;
}

const renderers = new WeakMap<Plug, (text: RichText) => string>();

/**
 * Finds what an action refers to and works out the calls. Waits only where the store has to be asked.
 * @throws UnsupportedError where the network cannot do it and `degrade` is not set
 */
export function plan(
  links: Links,
  channel: Channel,
  action: Action,
  options: DegradeOptions,
): Awaitable<Planned> {
  if (action.kind !== 'message') {
    const copy = counterpart(links, action.ref, channel);
    return chain(copy, (found) => finish(channel, action, options, { ref: action.ref, copy: found, ageMs: undefined }, undefined));
  }
  const { replyTo } = action.message;
  if (replyTo === undefined) return finish(channel, action, options, undefined, undefined);
  if (sameRef(replyTo.channel, channel.ref)) return finish(channel, action, options, undefined, replyTo);
  return chain(counterpart(links, replyTo, channel), (copy) => {
    const id = copy?.ids[0];
    return finish(channel, action, options, undefined, id === undefined ? undefined : messageRef(channel.ref, id));
  });
}

function finish(
  channel: Channel,
  action: Action,
  options: DegradeOptions,
  target: Target | undefined,
  reply: MessageRef | undefined,
): Planned {
  const calls = operations(action, target, channel, contextOf(channel, options, reply), options.degrade ?? false);
  return target === undefined ? { operations: calls } : { operations: calls, target };
}

/** The copy, in a channel, of a message that may be from another. */
function counterpart(links: Links, ref: MessageRef, channel: Channel): Awaitable<Copy<Channel> | undefined> {
  if (sameRef(ref.channel, channel.ref)) return links.get(channel, ref.id);
  return chain(links.find(ref), (copy) => (copy?.family === undefined ? undefined : copyIn(copy.family, channel)));
}

function contextOf(channel: Channel, options: DegradeOptions, reply: MessageRef | undefined): PlanContext {
  const { plug } = channel;
  return {
    render: rendererOf(plug),
    prefix: options.prefix,
    origin: options.origin,
    self: plug.self,
    pings: options.pings,
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

function chain<T, U>(value: Awaitable<T>, then: (value: T) => U): Awaitable<U> {
  return isThenable(value) ? Promise.resolve(value as PromiseLike<T>).then(then) : then(value as T);
}
