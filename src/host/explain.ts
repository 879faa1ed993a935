import type { Route } from '../hook/hook.ts';
import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { User } from '../model/user.ts';
import { type Copy, copyIn } from '../order/ledger.ts';
import type { Action } from '../plug/delivery.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import { answering, signed } from './edited.ts';
import { hasBeen } from './errands.ts';
import type { Operation } from './operation.ts';
import { inOrder, type Seat, toRoutes } from './pipeline.ts';
import { type Knowledge, plan } from './planning.ts';
import { servedFilesUntaken } from './served-files.ts';

/** What one channel would get of an event. */
export interface PlannedTarget {
  /** The hook whose route leads there. */
  readonly hook: string;
  readonly channel: Channel;
  /** What its plug would be called for, in order; empty where there is nothing to do. */
  readonly calls: readonly Operation[];
  /** The messages among the calls: what would be shown. */
  readonly parts: readonly Message[];
  /** The author that the network would show itself. */
  readonly as?: User;
  /** What the network could not show. */
  readonly degraded: readonly Degradation[];
}

/** Who would take an event, and what would come of it. */
export interface Plan {
  /** The hooks that would see it, in the order in which they do. */
  readonly hooks: readonly string[];
  /** Each channel once, however many routes lead there. */
  readonly targets: readonly PlannedTarget[];
}

/**
 * Works out what an event would lead to, without sending anything: as if it came now, and had not been carried before.
 * Hooks with side effects in `routes()` have them; those that change events are not asked.
 * @throws what `routes()` of a hook throws
 */
export async function explain(core: Knowledge, seats: readonly Seat[], event: ChatEvent): Promise<Plan> {
  const hooks: string[] = [];
  const targets: PlannedTarget[] = [];
  const from = 'ref' in event ? await core.links.get(event.channel, event.ref.id) : undefined;
  for (const { hook } of inOrder(seats)) {
    if (hook.beforeReceive || hook.onReceive || hook.routes) hooks.push(hook.name);
    for (const route of toRoutes(hook, await hook.routes?.(event))) {
      const action = leadsOn(event, from, route.channel) ? toAction(event, from, route) : undefined;
      if (action === undefined || targets.some(({ channel }) => channel === route.channel)) continue;
      targets.push({ hook: hook.name, channel: route.channel, ...(await outcome(core, route, action)) });
    }
  }
  return { hooks, targets };
}

/** Whether a route leads to where an event has not come from. What has been carried since does not count. */
function leadsOn(event: ChatEvent, from: Copy<Channel> | undefined, channel: Channel): boolean {
  if (channel === event.channel) return false;
  if (event.type !== 'message') return true;
  if (!event.primary || from?.secondary) return false;
  const copies = from?.family?.copies ?? [];
  return !copies.slice(0, from && copies.indexOf(from)).some((copy) => hasBeen(copy, from, channel));
}

function toAction(event: ChatEvent, from: Copy<Channel> | undefined, { channel, message }: Route): Action | undefined {
  switch (event.type) {
    case 'message':
      return { kind: 'message', message: message ?? event.source };
    case 'edit': {
      const before = from?.family && copyIn(from.family, channel)?.message;
      return { kind: 'edit', ref: event.ref, message: answering(signed(message ?? event.source, before), before) };
    }
    case 'delete':
      return { kind: 'delete', ref: event.ref };
    case 'reaction': {
      const { ref, emoji, removed, user } = event;
      return { kind: 'reaction', ref, emoji, on: !removed, ...(user && { user }) };
    }
    default:
      return message && { kind: 'message', message };
  }
}

async function outcome(
  core: Knowledge,
  { channel, options }: Route,
  action: Action,
): Promise<Omit<PlannedTarget, 'hook' | 'channel'>> {
  const { links, clock, speakers } = core;
  const files = core.files && servedFilesUntaken;
  const planned = await plan({ links, clock, speakers, files, again: true }, channel, action, options ?? {}, {
    degrade: true,
    refused: false,
  });
  const { list, as, degraded } = planned.operations;
  const parts = list.flatMap((operation) => ('message' in operation ? [operation.message] : []));
  return { calls: list, parts, ...(as && { as }), degraded };
}
