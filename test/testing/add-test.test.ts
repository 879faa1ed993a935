import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/index.ts';
import { storeContract } from '../../src/testing/index.ts';

describe('a contract tells its runner how long a test may take', () => {
  it('by an argument, as Vitest and Jest have it', () => {
    const limits: unknown[] = [];
    storeContract({
      describe: (_title, body) => body(),
      it: (_title, _body, timeoutMs) => limits.push(timeoutMs),
      name: 'memory',
      create: () => ({ store: memoryStore() }),
      patienceMs: 77_000,
    });
    expect(new Set(limits)).toEqual(new Set([77_000]));
  });

  it('by a call, as Mocha has it', () => {
    const limits: number[] = [];
    storeContract({
      describe: (_title, body) => body(),
      it: () => ({ timeout: (ms: number) => limits.push(ms) }),
      name: 'memory',
      create: () => ({ store: memoryStore() }),
      patienceMs: 77_000,
    });
    expect(limits.length).toBeGreaterThan(30);
    expect(new Set(limits)).toEqual(new Set([77_000]));
  });
});
