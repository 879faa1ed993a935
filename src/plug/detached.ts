import { NotConnectedError } from '../errors.ts';
import type { Outlet } from './outlet.ts';

/** Stands in for the host of a plug that was not added to one: everything is refused. */
export function detached(name: string): Outlet<unknown, unknown> {
  const refusal = (): Promise<never> =>
    Promise.reject(new NotConnectedError(`${name}: the plug is in no host; add it with host.addPlug()`));
  return {
    present: false,
    now: () => 0,
    accept: () => {
      const refused = refusal();
      // Authors need not await: what comes after a plug was removed must not end the process as an unhandled rejection.
      refused.catch(() => undefined);
      return refused;
    },
    perform: refusal,
    post: refusal,
    status: () => undefined,
    warn: () => undefined,
  };
}
