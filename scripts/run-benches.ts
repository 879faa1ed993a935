// Runs benches, each in a process of its own: those that are named (`npm run bench -- host relay`), else all of them.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './package-entries.ts';

const wanted = process.argv.slice(2);
// A file that is only imported by benches prints nothing when it is run.
const files = globSync('bench/*.ts', { cwd: root })
  .sort()
  .filter((file) => wanted.length === 0 || wanted.includes(basename(file, '.ts')));
for (const file of files) {
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
