import type { Message } from '../model/message.ts';
import type { Degradation } from '../model/receipt.ts';
import type { ChatEvent, Channel } from '../plug/plug.ts';
import { type Seat, toRoutes } from './pipeline.ts';
import { type Knowledge, plan } from './planning.ts';

/** What one channel would get of an event. */
export interface PlannedTarget {
  /** The hook whose route leads there. */
  readonly hook: string;
  readonly channel: Channel;
  /** The messages that would be sent, one each. */
  readonly parts: readonly Message[];
  /** What the network could not show. */
  readonly degraded: readonly Degradation[];
}

/** Who would take an event, and what would come of it. */
export interface Plan {
  /** The hooks that would see it. */
  readonly hooks: readonly string[];
  readonly targets: readonly PlannedTarget[];
}

/** Works out what an event would lead to, without sending anything. Hooks with side effects in `routes()` have them. */
export async function explain(core: Knowledge, seats: readonly Seat[], event: ChatEvent): Promise<Plan> {
  const hooks: string[] = [];
  const targets: PlannedTarget[] = [];
  for (const { hook } of seats) {
    if (hook.beforeReceive || hook.onReceive || hook.routes) hooks.push(hook.name);
    const routes = toRoutes(hook, await hook.routes?.(event));
    const source = 'source' in event ? event.source : undefined;
    for (const { channel, message = source, options = {} } of routes) {
      if (message === undefined || channel === event.channel) continue;
      const { operations } = await plan(core, channel, { kind: 'message', message }, { ...options, degrade: true });
      const parts = operations.list.flatMap((operation) => (operation.call === 'put' ? [operation.message] : []));
      targets.push({ hook: hook.name, channel, parts, degraded: operations.degraded });
    }
  }
  return { hooks, targets };
}
