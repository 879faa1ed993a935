import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageEntries, root } from '../../scripts/package-entries.ts';
import { InstalledPackage } from './installed-package.ts';

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const peers: string[] = Object.keys(manifest.peerDependencies ?? {});
const entries = packageEntries().map(({ subpath }) => join('tieline', subpath));
const core = ['tieline', 'tieline/text', 'tieline/testing'];

/** Imports an entry in a process of its own; gives the package that was missing, or an error. */
const importer = `
const missing = [];
for (const name of process.argv.slice(2)) {
  try {
    const entry = await import(name);
    if (Object.keys(entry).length === 0) throw new Error('exports nothing');
  } catch (error) {
    const [, peer] = /Cannot find package '([^']+)'/.exec(error.message) ?? [];
    missing.push({ name, peer, message: error.message });
  }
}
console.log(JSON.stringify(missing));
`;

interface Missing {
  readonly name: string;
  readonly peer?: string;
  readonly message: string;
}

describe('the package as installed', () => {
  let installed: InstalledPackage;
  let bare: Missing[];

  const importAll = async (): Promise<Missing[]> =>
    JSON.parse((await installed.node('importer.mjs', ...entries)).output);

  beforeAll(async () => {
    installed = await InstalledPackage.create();
    installed.write('importer.mjs', importer);
    installed.link('@types/node');
    bare = await importAll();
  });

  afterAll(() => installed?.[Symbol.dispose]());

  it('holds what is built, and its papers', () => {
    const strangers = installed.files.filter(
      (path) => !/^(dist\/.*\.(js|js\.map|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path),
    );
    expect(strangers).toEqual([]);
    expect(installed.files.filter((path) => /(^|\/)test\/|\.test\./.test(path))).toEqual([]);
    expect(installed.files).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'LICENSE', 'dist/index.js']));
  });

  it('imports without any optional peer, but for the entries that are made for one', () => {
    expect(bare.filter(({ name }) => core.includes(name))).toEqual([]);
    expect(bare.filter(({ peer }) => !peers.includes(peer ?? ''))).toEqual([]);
  });

  it('has types without any optional peer', async () => {
    const names = entries.filter((name) => !bare.some((entry) => entry.name === name));
    installed.write('bare.ts', importing(names));
    expect(await installed.typeErrors('bare.ts', true)).toEqual([]);
    expect(ours(await installed.typeErrors('bare.ts', false))).toEqual([]);
  });

  it('imports whole, with types, once the peers are there', async () => {
    for (const peer of peers) installed.link(peer);
    expect(await importAll()).toEqual([]);
    installed.write('whole.ts', importing(entries));
    expect(await installed.typeErrors('whole.ts', true)).toEqual([]);
    expect(ours(await installed.typeErrors('whole.ts', false))).toEqual([]);
  });

  it('runs and type-checks a program that a user would write', async () => {
    installed.write('program.ts', readFileSync(join(import.meta.dirname, 'consumer-program.ts'), 'utf8'));
    expect(await installed.typeErrors('program.ts', true)).toEqual([]);
    expect(await installed.node('program.ts')).toEqual({ code: 0, output: 'west heard hello\n' });
  });

  it('holds a plug, a hook and a store to their contracts under node --test', async () => {
    installed.write('contract.test.ts', readFileSync(join(import.meta.dirname, 'contract-program.ts'), 'utf8'));
    expect(await installed.typeErrors('contract.test.ts', true)).toEqual([]);
    const run = ['--test', '--test-reporter=tap', 'contract.test.ts'];
    const good = await installed.node(...run);
    expect(good.output).toMatch(/^# fail 0$/m);
    expect(Number(/^# pass (\d+)$/m.exec(good.output)?.[1])).toBeGreaterThan(100);
    expect(good.code).toBe(0);
    // The same with a plug that goes on after stop().
    process.env['BROKEN'] = 'yes';
    const bad = await installed.node(...run).finally(() => delete process.env['BROKEN']);
    expect(bad.code).toBe(1);
    expect(bad.output).toMatch(/not ok \d+ - a closed plug is silent/);
  });
});

/** A program that imports all of these, used so that the compiler reads every declaration. */
function importing(names: readonly string[]): string {
  const imports = names.map((name, index) => `import * as entry${index} from '${name}';`);
  return `${imports.join('\n')}\nexport const entries = [${names.map((_, index) => `entry${index}`).join(', ')}];\n`;
}

/** The errors in the program and in our own declarations: those of other packages are not ours to mend. */
function ours(errors: readonly string[]): string[] {
  return errors.filter((error) => !error.includes('node_modules/') || error.includes('node_modules/tieline/'));
}
