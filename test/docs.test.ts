import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeBlocks } from '../scripts/docs/code-blocks.ts';
import { generatedDocs } from '../scripts/docs/generated-docs.ts';
import { root } from '../scripts/package-entries.ts';
import { defaultLimits } from '../src/host/core.ts';
import { compilesMs, typeErrors } from './docs/type-errors.ts';

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

  it(
    'compiles: every ts block of every document stands on its own',
    () => {
      expect(compile(documents)).toEqual([]);
    },
    compilesMs,
  );

  it('tells of every option of a host, with its default', () => {
    const table = readFileSync(join(root, 'docs/options.md'), 'utf8');
    const units: readonly (readonly [number, string])[] = [
      [86_400_000, 'one day'],
      [60_000, '60 s'],
      [30_000, '30 s'],
      [10_000, '10 s'],
      [5000, '5 s'],
      [1000, '1000'],
    ];
    for (const [name, value] of Object.entries(defaultLimits)) {
      const words = units.find(([one]) => one === value)?.[1];
      expect(table, name).toContain(`| \`${name}\` | ${words} |`);
    }
    for (const name of ['store', 'whileStoreFails', 'media', 'logger', 'clock'])
      expect(table).toContain(`| \`${name}\` |`);
  });

  it('leads nowhere that is not there: links of documents, and documents that sources name', () => {
    const files = globSync(['*.md', '{docs,bench,examples}/*.md', '{plugs,hooks,stores}/*/README.md'], { cwd: root });
    const dead = files.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
        .filter(([, target = '']) => !existsSync(join(root, dirname(file), target)))
        .map(([, target]) => `${file}: ${target}`),
    );
    const sources = globSync(['{src,plugs,hooks,stores,examples,scripts,bench}/**/*.ts'], { cwd: root });
    const unknown = sources.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\bdocs\/[\w-]+\.md/g)]
        .filter(([target]) => !existsSync(join(root, target)))
        .map(([target]) => `${file}: ${target}`),
    );
    expect([...dead, ...unknown]).toEqual([]);
  });

  it(
    'would see a block that does not compile',
    () => {
      expect(
        typeErrors(new Map([['bad.ts', "import { Host } from 'tieline';\nnew Host({ nonsense: 1 });\n"]])),
      ).toMatchObject([expect.stringContaining('bad.ts')]);
    },
    compilesMs,
  );
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
