import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { storeContract } from '../../../src/testing/index.ts';
import { type SqliteStoreOptions, sqliteStore } from '../index.ts';

for (const durability of ['process', 'power'] as const) {
  storeContract({
    describe,
    it,
    name: `sqliteStore, durability ${durability}`,
    create({ retention }) {
      const folder = mkdtempSync(join(tmpdir(), 'tieline-sqlite-'));
      const options: SqliteStoreOptions = { durability, ...(retention && { retention }) };
      const again = () => sqliteStore(join(folder, 'host.db'), options);
      return { store: again(), again, dispose: () => rmSync(folder, { recursive: true }) };
    },
  });
}
