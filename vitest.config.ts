import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { SkippedSuitesReporter } from './scripts/report-skipped-suites.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const alias = [
  { find: /^tieline$/, replacement: here('src/index.ts') },
  { find: /^tieline\/(text|sql|testing)$/, replacement: here('src/$1/index.ts') },
  { find: /^tieline\/(plugs|hooks|stores)\/([^/]+)$/, replacement: here('$1/$2/index.ts') },
];

const shared = { testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks' as const };

export default defineConfig({
  resolve: { alias },
  test: {
    // More than there are processors: most tests wait for a server or a clock.
    maxWorkers: availableParallelism() + 1,
    reporters: ['default', new SkippedSuitesReporter()],
    coverage: { include: ['src/**', 'plugs/**', 'hooks/**', 'stores/**'], exclude: ['**/test/**'] },
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'source',
          include: ['{src,plugs,hooks,stores,test}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/package/**'],
        },
      },
      {
        // As installed: after the others, because packing and installing take both processors.
        extends: true,
        test: {
          ...shared,
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
