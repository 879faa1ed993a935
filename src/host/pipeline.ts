import { HookError } from '../errors.ts';
import type { Delivery, Hook, Route } from '../hook/hook.ts';
import { isThenable } from '../lifecycle/awaitable.ts';
import { isMessage } from '../model/message.ts';
import type { Pipeline, Step } from '../order/steps.ts';
import { Channel, type ChatEvent } from '../plug/plug.ts';
import { contentKeys } from './codec.ts';
import { echoed, type Marked } from './marked.ts';

/** A hook in its place. */
export interface Seat {
  readonly hook: Hook;
  /** Lower goes first; absent: last. */
  readonly priority: number | undefined;
  readonly enabled: boolean;
}

/** Carries an event where a hook's routes lead. */
export type Carry = (hook: Hook, event: ChatEvent, routes: readonly Route[]) => unknown;

/** One hook's `beforeSend`. */
export interface SendStep {
  readonly name: string;
  run(delivery: Delivery): unknown;
}

/** The calls that all hooks want, sorted by when they come. A method that is absent costs nothing. */
export interface HookCalls extends Pipeline<ChatEvent> {
  readonly sending: readonly SendStep[];
}

/** Works out who is called when. `seats` are in the order in which the hooks were added. */
export function compile(seats: readonly Seat[], carry: Carry): HookCalls {
  const ranks = [...new Set(seats.map(rank))].sort((a, b) => a - b);
  const before: Step<ChatEvent>[] = [];
  const groups: Step<ChatEvent>[][] = [];
  const sending: SendStep[] = [];
  for (const current of ranks) {
    const group: Step<ChatEvent>[] = [];
    for (const { hook } of seats.filter((seat) => rank(seat) === current)) {
      const { name } = hook;
      if (hook.beforeReceive) before.push({ name, run: (event) => hook.beforeReceive?.(event) });
      if (hook.onReceive) group.push({ name, run: (event) => hook.onReceive?.(event) });
      if (hook.routes) group.push({ name, run: (event) => follow(hook, event, carry) });
      if (hook.beforeSend) sending.push({ name, run: (delivery) => hook.beforeSend?.(delivery) });
    }
    if (group.length > 0) groups.push(group);
  }
  return { before, groups, sending };
}

/** The seats in the order in which their hooks are called. */
export function inOrder(seats: readonly Seat[]): readonly Seat[] {
  // Not a difference: that of two infinities is no number.
  return [...seats].sort((one, other) => Number(rank(one) > rank(other)) - Number(rank(one) < rank(other)));
}

function rank(seat: Seat): number {
  return seat.priority ?? Number.POSITIVE_INFINITY;
}

function follow(hook: Hook, event: ChatEvent, carry: Carry): unknown {
  const routes = hook.routes?.(event);
  if (isThenable(routes)) return Promise.resolve(routes).then((found) => carry(hook, event, toRoutes(hook, found)));
  return carry(hook, event, toRoutes(hook, routes));
}

/** @throws HookError where a hook gave back something that is no list of routes */
export function toRoutes(hook: Hook, value: unknown): readonly Route[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((route) => route?.channel instanceof Channel)) return value;
  throw new HookError(`${hook.name}: routes() should give a list of { channel }, but gave ${typeof value}`);
}

/**
 * Reads what `beforeReceive` gave back: the event to go on with, or null to drop it.
 * @throws TypeError where it is nonsense
 */
export function toChanged(before: ChatEvent, result: unknown): ChatEvent | null {
  if (result === undefined || result === before) return before;
  if (result === null) return null;
  const event = result as Partial<ChatEvent>;
  if (isEvent(event)) return withSource(before, event);
  throw new TypeError('beforeReceive() should give an event, null or nothing');
}

/** The event with what a hook changed of its content changed in its source, too: that is what is carried. */
function withSource(before: ChatEvent, event: ChatEvent): ChatEvent {
  if (event.type !== 'message' && event.type !== 'edit') return event;
  if (before.type !== 'message' && before.type !== 'edit') return event;
  // The source of an echo is what was sent, which what came back may be a part of; a hook's own source is as it wants it.
  if ((before as Marked)[echoed] || event.source !== before.source) return event;
  const changed = contentKeys.filter((key) => event[key] !== before[key]);
  if (changed.length === 0) return event;
  const source: Record<string, unknown> = { ...event.source };
  for (const key of changed) {
    if (event[key] === undefined) delete source[key];
    else source[key] = event[key];
  }
  return { ...event, source };
}

/**
 * Reads what `beforeSend` gave back: the delivery to go on with, or null to drop it.
 * @throws TypeError where it is nonsense
 */
export function toDelivery(before: Delivery, result: unknown): Delivery | null {
  if (result === undefined) return before;
  if (result === null) return null;
  const delivery = result as Partial<Delivery>;
  if (typeof delivery === 'object' && delivery.channel instanceof Channel && isMessage(delivery.message)) {
    return delivery as Delivery;
  }
  throw new TypeError('beforeSend() should give { channel, message }, null or nothing');
}

function isEvent(event: Partial<ChatEvent>): event is ChatEvent {
  if (typeof event !== 'object' || typeof event.type !== 'string' || !(event.channel instanceof Channel)) return false;
  if (event.type !== 'message' && event.type !== 'edit') return true;
  return isMessage(event) && isMessage(event.source) && event.ref?.kind === 'message';
}
