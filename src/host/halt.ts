import { NotConnectedError } from '../errors.ts';
import { within } from '../lifecycle/within.ts';
import { abandon } from './abandon.ts';
import { drain } from './drain.ts';
import type { Machinery } from './machinery.ts';

/** Brings out what can be brought out, stops plugs and hooks, and has the store write what is left. */
export async function halt(machinery: Machinery): Promise<void> {
  const { traffic, clock, limits, registry, runners, committer, sweeper } = machinery;
  machinery.taking = false;
  await drain(traffic, clock, limits.closeTimeoutMs, () => machinery.dispatch.notices.flush());
  machinery.halted = true;
  abandon(machinery);
  await Promise.all([...registry.connections.values()].map(({ supervisor }) => supervisor.close()));
  for (const runner of [...runners.values()].reverse()) await runner.stop();
  machinery.compile();
  for (const connection of registry.connections.values()) connection.close();
  await within(clock, limits.closeTimeoutMs, () => committer.drain(), {
    timeout: () => new NotConnectedError('the store takes longer to write'),
  }).catch(() => undefined);
  sweeper.close();
  committer.close();
  machinery.ready = false;
}
