import type { HookContext } from '../hook/hook.ts';
import type { Machinery } from './machinery.ts';
import { StoreTable } from './store-table.ts';

/** What the hook of that name is given of the host. */
export function hookContext(
  host: Omit<HookContext, 'logger' | 'clock' | 'table'>,
  { logger, clock, store, committer }: Machinery,
  hook: string,
): HookContext {
  return {
    logger,
    clock,
    table: (name) => new StoreTable(store, committer, `${hook}/${name}`),
    plug: (name) => host.plug(name),
    channel: (name) => host.channel(name),
    addPlug: (plug) => host.addPlug(plug),
    removePlug: (name) => host.removePlug(name),
    resource: (type) => host.resource(type),
  };
}
