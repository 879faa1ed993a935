import { defineConfig } from 'tsup';
import { packageEntries, threadPrograms } from './scripts/package-entries.ts';

export default defineConfig({
  entry: {
    ...Object.fromEntries(packageEntries().map(({ built, source }) => [built, source])),
    ...threadPrograms(),
  },
  format: 'esm',
  target: 'node22',
  platform: 'node',
  // Entries share their chunks: `instanceof Plug` holds whichever entry a class came from.
  splitting: true,
  skipNodeModulesBundle: true,
  // Or `node:sqlite` would become `sqlite`, which is no module of Node's.
  removeNodeProtocol: false,
  sourcemap: true,
  clean: true,
  // Declarations come from tsconfig.build.json.
  dts: false,
  silent: true,
});
