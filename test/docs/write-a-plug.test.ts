import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks } from '../../scripts/docs/code-blocks.ts';
import { root } from '../../scripts/package-entries.ts';
import { compilesMs, typeErrors } from './type-errors.ts';

// The files of docs/write-a-plug.md as they stand there, and the network they talk to.
const files = new Map<string, string>();
for (const { file, code } of codeBlocks(readFileSync(join(root, 'docs/write-a-plug.md'), 'utf8'))) {
  if (file !== undefined) files.set(file, code);
}
const server = readFileSync(join(root, 'test/docs/line-server.ts'), 'utf8');

mkdirSync(join(root, 'temp'), { recursive: true });
const folder = mkdtempSync(join(root, 'temp/write-a-plug-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
copyFileSync(join(root, 'test/docs/line-server.ts'), join(folder, 'line-server.ts'));
for (const [name, code] of files) writeFileSync(join(folder, name), code);

describe('docs/write-a-plug.md', () => {
  it('has a plug and its test', () => {
    expect([...files.keys()]).toEqual(['line-plug.ts', 'line-plug.test.ts']);
  });

  it(
    'compiles',
    () => {
      expect(typeErrors(new Map([...files, ['line-server.ts', server]]))).toEqual([]);
    },
    compilesMs,
  );
});

// The test that the reader is told to write: it registers the contract's tests here.
await import(join(folder, 'line-plug.test.ts'));
