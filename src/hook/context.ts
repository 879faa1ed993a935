import type { Clock } from '../lifecycle/clock.ts';
import type { Logger } from '../lifecycle/logger.ts';
import type { Channel, Plug } from '../plug/plug.ts';
import type { Table } from '../store/table.ts';
import type { Hook } from './hook.ts';

/** What a hook may ask of the host it is in. */
export interface HookContext {
  readonly logger: Logger;
  readonly clock: Clock;
  /** A table of the hook's own in the store, by a name it chooses; it survives a restart with a store that lasts. */
  table(name: string): Table;
  plug(name: string): Plug | undefined;
  channel(name: string): Channel | undefined;
  /** Adds a plug that the hook itself provides, and starts it. The hook removes it when it stops. */
  addPlug<P extends Plug>(plug: P): P;
  removePlug(name: string): Promise<void>;
  /** The one hook of a resource class. @throws ConfigError where there is none */
  resource<R extends Hook>(type: abstract new (...args: never[]) => R): R;
}
