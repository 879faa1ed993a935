// Runs publint on the package. A pattern like `./stores/*` may match nothing yet; everything else it finds is an error.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packageEntries, root } from './package-entries.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const subpaths = packageEntries().map(({ subpath }) => subpath);

const isEmptyPattern = (pattern = ''): boolean =>
  pattern.endsWith('/*') && !subpaths.some((subpath) => subpath.startsWith(pattern.slice(0, -1)));

const { messages } = await publint({ pkgDir: root, strict: true });
const faults = messages.filter(
  ({ code, path }) => !(code === 'EXPORTS_GLOB_NO_MATCHED_FILES' && isEmptyPattern(path[1])),
);
for (const fault of faults) process.stderr.write(`${fault.type}: ${formatMessage(fault, manifest) ?? fault.code}\n`);
if (faults.length > 0) process.exitCode = 1;
else process.stdout.write('publint found nothing\n');
