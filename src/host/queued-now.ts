import { NotConnectedError } from '../errors.ts';
import { within } from '../lifecycle/within.ts';
import type { Core } from './core.ts';
import type { Traffic } from './traffic.ts';

/** Waits until every event that is queued now is through, within `closeTimeoutMs`. */
export async function queuedNow(traffic: Traffic, { clock, limits }: Core): Promise<void> {
  const lanes = traffic.lanes().map(({ inbound }) => new Promise<void>((resolve) => inbound.whenThrough(resolve)));
  const timeout = (): NotConnectedError => new NotConnectedError('hooks take longer with what is queued');
  await within(clock, limits.closeTimeoutMs, () => Promise.all(lanes), { timeout }).catch(() => undefined);
}
