import type { Hook } from '../hook/hook.ts';
import type { Channel, ChatEvent } from '../plug/plug.ts';
import { type FindChannel, fromRecord } from './codec.ts';
import type { Core } from './core.ts';
import { type Carry, compile, type HookCalls, toChanged } from './pipeline.ts';

/** Which events of the journal are to be handed out again. */
export interface ReplayQuery {
  /** Queued at or after this moment. */
  readonly from?: Date;
  /** Queued before this moment. */
  readonly to?: Date;
  readonly channel?: Channel;
}

const PAGE = 500;

/**
 * Hands events of the journal to some hooks again, one after another, oldest first; gives how many. What a hook throws ends
 * it: this is for debugging, and for a new hook that wants the past.
 */
export async function replay(
  core: Core,
  find: FindChannel,
  query: ReplayQuery,
  hooks: readonly Hook[],
  carry: Carry,
): Promise<number> {
  const seats = hooks.map((hook) => ({ hook, priority: undefined, enabled: true }));
  const pipeline = compile(seats, carry);
  const { from, to, channel } = query;
  const wanted = {
    ...(from && { from: from.getTime() }),
    ...(to && { to: to.getTime() }),
    ...(channel && { channel: channel.ref }),
  };
  await core.committer.drain();
  let count = 0;
  for (let after = 0; ; ) {
    const page = await core.store.events({ ...wanted, after, limit: PAGE });
    for (const record of page) {
      const place = find(record.channel);
      if (place === undefined) continue;
      await hand(fromRecord(record, place), pipeline);
      count += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return count;
    after = last.sequence;
  }
}

async function hand(first: ChatEvent, { before, groups }: HookCalls): Promise<void> {
  let event = first;
  for (const step of before) {
    const changed = toChanged(event, await step.run(event));
    if (changed === null) return;
    event = changed;
  }
  for (const group of groups) await Promise.all(group.map((step) => step.run(event)));
}
