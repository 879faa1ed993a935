// Writes what README.md and docs/ take from the sources; with --check, fails where they say something else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedDocs } from './docs/generated-docs.ts';
import { root } from './package-entries.ts';

const outdated = (await generatedDocs()).filter(({ current }) => !current);
const check = process.argv.includes('--check');
for (const { path, content } of outdated) {
  if (check) process.stderr.write(`${path} is not what the sources say: run \`npm run docs\`\n`);
  else writeFileSync(join(root, path), content);
}
if (check && outdated.length > 0) process.exitCode = 1;
else process.stdout.write(`documentation: ${outdated.length} files ${check ? 'outdated' : 'written'}\n`);
