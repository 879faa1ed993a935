import type { StoreSummary } from '../../store/records.ts';
import { addTest } from '../add-test.ts';
import { commitTests } from './commits.ts';
import { eventTests } from './events.ts';
import type { StoreContractOptions, StoreFixture, StoreTest, StoreTests } from './fixture.ts';
import { lifetimeTests } from './lifetime.ts';
import { linkTests } from './links.ts';
import { retentionTests } from './retention.ts';
import { rowTests } from './rows.ts';
import { tableTests } from './tables.ts';

export type { StoreContractOptions, StoreFixture } from './fixture.ts';

const groups: Readonly<Record<string, StoreTests>> = {
  commits: commitTests,
  'opening and closing': lifetimeTests,
  journal: eventTests,
  outbox: rowTests,
  links: linkTests,
  tables: tableTests,
  retention: retentionTests,
};

/**
 * Tests that a store does what a host relies on. For the author of one: call it in a test file, with any runner.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * storeContract({ describe, it, name: 'mine', create: () => ({ store: new MyStore() }) });
 * ```
 */
export function storeContract({ describe, it, name, create, patienceMs = 60_000 }: StoreContractOptions): void {
  describe(`the contract of a store: ${name}`, () => {
    for (const [group, tests] of Object.entries(groups)) {
      describe(group, () => {
        for (const [title, entry] of Object.entries(tests)) {
          const { retention, test } = typeof entry === 'function' ? { retention: undefined, test: entry } : entry;
          addTest(it, title, () => run(create, retention, test), patienceMs);
        }
      });
    }
  });
}

async function run(
  create: StoreContractOptions['create'],
  retention: Parameters<StoreContractOptions['create']>[0]['retention'],
  test: StoreTest,
): Promise<void> {
  const fixture: StoreFixture = await create(retention === undefined ? {} : { retention });
  const { store } = fixture;
  try {
    if (store.lasting && fixture.again === undefined)
      throw new Error('a store that lasts needs `again` in its fixture');
    const summary: StoreSummary = await store.open();
    if (summary.lastSequence !== 0) throw new Error('`create` has to give an empty store each time');
    await test(store, fixture);
  } finally {
    await store.close();
    await fixture.dispose?.();
  }
}
