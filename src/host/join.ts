import type { Connection } from './connection.ts';
import type { Machinery } from './machinery.ts';
import { takeUp } from './recovery.ts';

/** Starts a plug that was added to an open host; behind what an earlier process left for it, where the store lasts. */
export function join(machinery: Machinery, { plug, supervisor }: Connection): void {
  const { store, dispatch, registry, logger } = machinery;
  if (!store.lasting) return void supervisor.open();
  dispatch.backlog.hold();
  takeUp(machinery, dispatch, (ref) => (ref.network === plug.networkId ? registry.find(ref) : undefined))
    .catch((error: unknown) => logger.error({ plug: plug.name, error }, 'what was left for the plug cannot be read'))
    .then(() => supervisor.open())
    .catch((error: unknown) => logger.error({ plug: plug.name, error }, `plug ${plug.name} could not be started`));
}
