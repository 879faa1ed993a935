// Runs attw on the packed package with every entry named: it skips wildcard exports unless it is told what they match.
import { spawnSync } from 'node:child_process';
import { packageEntries, root } from './package-entries.ts';

const entrypoints = packageEntries().map(({ subpath }) => subpath);
const options = [
  '--pack',
  root,
  '--profile',
  'esm-only',
  '--format',
  'ascii',
  '--no-emoji',
  '--entrypoints',
  ...entrypoints,
];
const { status, error } = spawnSync('attw', options, { cwd: root, stdio: 'inherit' });
if (error) throw error;
process.exitCode = status ?? 1;
