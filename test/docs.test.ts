import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../scripts/docs/code-blocks.ts';
import { generatedDocs } from '../scripts/docs/generated-docs.ts';
import { root } from '../scripts/package-entries.ts';
import { typeErrors } from './docs/type-errors.ts';

const documents = globSync(['README.md', 'docs/*.md', '{plugs,hooks,stores}/*/README.md'], { cwd: root }).sort();

describe('the documentation', () => {
  it('says of errors, plugs and hooks what the sources say (else: npm run docs)', async () => {
    const outdated = (await generatedDocs()).filter(({ current }) => !current);
    expect(outdated.map(({ path }) => path)).toEqual([]);
  });

  it('has a README whose code is checked', () => {
    const languages = codeBlocks(readFileSync(join(root, 'README.md'), 'utf8')).map(({ language }) => language);
    expect(languages).toContain('ts');
  });

  it('compiles: every ts block of every document stands on its own', () => {
    expect(compile(documents)).toEqual([]);
  });

  it('would see a block that does not compile', () => {
    expect(
      typeErrors(new Map([['bad.ts', "import { Host } from 'tieline';\nnew Host({ nonsense: 1 });\n"]])),
    ).toMatchObject([expect.stringContaining('bad.ts')]);
  });
});

/** Type errors in the ts blocks of these documents, each with the document and its line. */
function compile(paths: readonly string[]): string[] {
  const blocks = new Map<string, string>();
  for (const path of paths) {
    for (const { language, file, code, line } of codeBlocks(readFileSync(join(root, path), 'utf8'))) {
      // A block that is a file belongs to others, and is compiled with them: test/docs/.
      if (language === 'ts' && file === undefined)
        blocks.set(`${path.replaceAll('/', '_')}_line_${line}.ts`, `${code}\nexport {};\n`);
    }
  }
  return typeErrors(blocks);
}
