import type { Plug } from '../../plug/plug.ts';
import { addTest } from '../add-test.ts';
import { abortTests } from './abort.ts';
import { arrivalTests } from './arrival.ts';
import { Bench, type PlugTest, type PlugTests } from './bench.ts';
import { capabilityTests } from './capabilities.ts';
import { departureTests } from './departure.ts';
import { echoTests } from './echo.ts';
import { errorTests } from './errors.ts';
import { contentTests } from './facets/content.ts';
import { deleteTests } from './facets/delete.ts';
import { editTests } from './facets/edit.ts';
import { historyTests } from './facets/history.ts';
import { peopleTests } from './facets/people.ts';
import { reactionTests } from './facets/reaction.ts';
import { roomTests } from './facets/rooms.ts';
import { stateTests } from './facets/state.ts';
import { hostileTextTests } from './hostile-text.ts';
import { identityTests } from './identity.ts';
import { leakTests } from './leaks.ts';
import { lifecycleTests } from './lifecycle.ts';
import type { PlugContractOptions } from './options.ts';
import { outageTests } from './outage.ts';
import { splitTests } from './split.ts';
import { stressTests } from './stress.ts';

export type { PlugContractOptions, PlugPeer, SeenMessage } from './options.ts';

const groups: Readonly<Record<string, PlugTests>> = {
  capabilities: capabilityTests,
  identity: identityTests,
  lifecycle: lifecycleTests,
  'what others say': arrivalTests,
  'what we say': departureTests,
  echo: echoTests,
  'split messages': splitTests,
  facets: {
    ...contentTests,
    ...editTests,
    ...deleteTests,
    ...reactionTests,
    ...stateTests,
    ...peopleTests,
    ...roomTests,
    ...historyTests,
  },
  errors: errorTests,
  outages: outageTests,
  abort: abortTests,
  'hostile text': hostileTextTests,
  stress: stressTests,
  'after close': leakTests,
};

/** How many times `patienceMs` a whole test may take. */
const WHOLE_TEST = 8;

/**
 * Tests that a plug does what hosts and hooks rely on: call it in a test file, with any runner. What the plug declares that
 * it cannot do has to be refused; everything else has to work.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * plugContract({ describe, it, name: 'mine', create: () => new MyPlug('mine', config()), peer: (plug) => new MyPeer(plug) });
 * ```
 */
export function plugContract<P extends Plug>(options: PlugContractOptions<P>): void {
  const { describe, it, name, create, peer, patienceMs = 15_000 } = options;
  const timeoutMs = patienceMs * WHOLE_TEST;
  describe(`the contract of a plug: ${name}`, () => {
    for (const [group, tests] of Object.entries(groups)) {
      describe(group, () => {
        for (const [title, entry] of Object.entries(tests)) {
          const { opened, test } = typeof entry === 'function' ? { opened: true, test: entry } : entry;
          const bench = (): Promise<Bench> => Bench.create({ ...options, create, peer: (plug) => peer(plug as P) });
          addTest(it, title, () => run(bench, opened, test), timeoutMs);
        }
      });
    }
  });
}

async function run(create: () => Promise<Bench>, opened: boolean, test: PlugTest): Promise<void> {
  const bench = await create();
  try {
    if (opened) await bench.open();
    await test(bench);
  } finally {
    await bench.dispose();
  }
}
