import { addTest } from '../add-test.ts';
import { HookBench } from './bench.ts';
import type { HookContractOptions } from './options.ts';
import { type HookTest, hookTests } from './tests.ts';

export type { HookContractOptions, HookFixture, HookPlaces } from './options.ts';

/** How many times `patienceMs` a whole test may take. */
const WHOLE_TEST = 10;

/**
 * Tests that a hook does what a host relies on: call it in a test file, with any runner.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * hookContract({ describe, it, name: 'mine', create: ({ here, there }) => ({ hook: new MyHook('mine', { from: here, to: there }) }) });
 * ```
 */
export function hookContract({ describe, it, name, create, patienceMs = 5000 }: HookContractOptions): void {
  describe(`the contract of a hook: ${name}`, () => {
    for (const [title, entry] of Object.entries(hookTests)) {
      const { opened, test } = typeof entry === 'function' ? { opened: true, test: entry } : entry;
      addTest(it, title, () => run(create, patienceMs, opened, test), patienceMs * WHOLE_TEST);
    }
  });
}

async function run(
  create: HookContractOptions['create'],
  patienceMs: number,
  opened: boolean,
  test: HookTest,
): Promise<void> {
  const bench = new HookBench(patienceMs);
  await bench.add(create);
  try {
    if (opened) await bench.open();
    await test(bench);
  } finally {
    await bench.close();
  }
}
