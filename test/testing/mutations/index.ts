import type { CoreMutation } from './core-mutation.ts';
import { durabilityMutations } from './durability.ts';
import { echoMutations } from './echoes.ts';
import { endMutations } from './ends.ts';
import { laneMutations } from './lanes.ts';

export type { CoreMutation } from './core-mutation.ts';

/** The lines of the core that bear its promises: lock, fence, hand-out, ledger, links, journal, outbox, drain. */
export const coreMutations: readonly CoreMutation[] = [
  ...laneMutations,
  ...echoMutations,
  ...durabilityMutations,
  ...endMutations,
];
