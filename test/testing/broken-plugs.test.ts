import { afterEach, describe, expect, it } from 'vitest';
import { MemoryNetwork } from '../../plugs/memory/index.ts';
import { plugContract } from '../../src/testing/index.ts';
import { brokenPlugs } from './broken/index.ts';
import { cleanUp } from './broken/lifecycle.ts';
import { memoryPeer } from './fixtures/memory-peer.ts';
import { quickClock } from './fixtures/quick-clock.ts';
import { runContract } from './fixtures/run-contract.ts';

const PATIENCE_MS = 600;
let accounts = 0;

describe('the contract of a plug', () => {
  afterEach(cleanUp);

  it('knows many ways to break it', () => {
    expect(brokenPlugs.length).toBeGreaterThanOrEqual(25);
    expect(new Set(brokenPlugs.map(({ fault }) => fault)).size).toBe(brokenPlugs.length);
  });

  for (const { fault, caughtBy, plug: Broken, capabilities } of brokenPlugs) {
    it(`finds a plug that ${fault}`, { timeout: 60_000 }, async () => {
      const failures = await runContract(({ describe: group, it: test }) =>
        plugContract({
          describe: group,
          it: test,
          name: fault,
          create() {
            accounts += 1;
            const config = { network: new MemoryNetwork('net'), account: `tie${accounts}` };
            return new Broken('memory', capabilities === undefined ? config : { ...config, capabilities });
          },
          peer: memoryPeer,
          patienceMs: PATIENCE_MS,
          clock: quickClock(20),
        }),
      );
      const found = [...failures].map(([title, error]) => `${title}: ${String(error).split('\n', 1)[0]}`).join('\n');
      expect([...failures.keys()].toSorted(), found).toEqual([...caughtBy].toSorted());
    });
  }
});
