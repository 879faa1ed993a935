import type { Clock } from '../lifecycle/clock.ts';
import type { Plug } from '../plug/plug.ts';
import type { Traffic } from './traffic.ts';

/** Whether its network is there, or about to be for the first time. */
function mayYetSend(plug: Plug | undefined): boolean {
  return plug?.state === 'connected' || plug?.state === 'starting';
}

/** Whether a lane still has something that can be done: what waits for a network that is away is left to the store. */
function hasWork(lane: ReturnType<Traffic['lanes']>[number]): boolean {
  return (!lane.inbound.empty && !lane.inbound.held) || (!lane.outbound.empty && mayYetSend(lane.channel?.plug));
}

/**
 * Waits until everything queued is handed out and everything that can be sent is sent, of one plug or of all, but no
 * longer than `ms` milliseconds. Gives whether it came to that. `flush` brings out what waits beside the lanes; false:
 * there was nothing.
 */
export function drain(traffic: Traffic, clock: Clock, ms: number, flush: () => boolean, plug?: Plug): Promise<boolean> {
  return new Promise((resolve) => {
    const before = traffic.onRest;
    let scheduled = false;
    const finish = (drained: boolean): void => {
      cancel();
      traffic.onRest = before;
      resolve(drained);
    };
    const look = (): void => {
      scheduled = false;
      const lanes = traffic.lanes().filter(({ channel }) => plug === undefined || channel?.plug === plug);
      if (lanes.some(hasWork)) return;
      if (flush()) look();
      else finish(true);
    };
    const cancel = clock.after(ms, () => finish(false));
    traffic.onRest = () => {
      before?.();
      if (scheduled) return;
      scheduled = true;
      clock.macrotask(look);
    };
    look();
  });
}
