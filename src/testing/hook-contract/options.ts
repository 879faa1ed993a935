import type { Hook } from '../../hook/hook.ts';
import type { Awaitable } from '../../lifecycle/awaitable.ts';
import type { Channel } from '../../plug/plug.ts';

/** Where a hook under test may be set to work: one room on each of two networks. */
export interface HookPlaces {
  readonly here: Channel;
  readonly there: Channel;
}

/** A hook to be tested. */
export interface HookFixture {
  readonly hook: Hook;
  /** Other hooks that it needs, such as resources. */
  readonly others?: readonly Hook[];
  /** Takes away what is left, once the host is closed. */
  dispose?(): Awaitable<void>;
}

/** What {@link hookContract} is given. */
export interface HookContractOptions {
  /** The test runner's own. */
  readonly describe: (title: string, body: () => void) => unknown;
  /** The test runner's own; the last argument is how long the test may take, for runners that want to know. */
  readonly it: (title: string, body: () => Promise<void>, timeoutMs: number) => unknown;
  /** The hook's name, for the titles. */
  readonly name: string;
  /** Makes a new hook that is in no host. */
  create(places: HookPlaces): Awaitable<HookFixture>;
  /** How long the hook may take for anything, in milliseconds. Default 5 s. */
  readonly patienceMs?: number;
}
