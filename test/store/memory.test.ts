import { describe, it } from 'vitest';
import { memoryStore } from '../../src/store/memory.ts';
import { storeContract } from '../../src/testing/store-contract/index.ts';

storeContract({
  describe,
  it,
  name: 'memoryStore({ lasting: true })',
  create({ retention }) {
    const store = memoryStore({ lasting: true, ...(retention && { retention }) });
    return { store, again: () => store };
  },
});

storeContract({
  describe,
  it,
  name: 'memoryStore()',
  create: ({ retention }) => ({ store: memoryStore(retention && { retention }) }),
});
