import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/package-entries.ts';

const value = 'export const value = 1;\n';
const importing = (...from: string[]): string =>
  `${from.map((path, index) => `import { value as v${index} } from '${path}';`).join('\n')}
export const used = [${from.map((_, index) => `v${index}`).join(', ')}];
`;
const floors = 'lint/style/noRestrictedImports';
const cycles = 'lint/suspicious/noImportCycles';

/** A file that somebody might write, and the rules that must speak up. */
const cases: readonly (readonly [path: string, code: string, ...rules: string[]])[] = [
  ['src/index.ts', value],
  ['src/text/index.ts', value],
  ['src/testing/index.ts', importing('../index.ts')],
  ['src/order/lane.ts', importing('../model/good.ts')],
  ['src/model/good.ts', `${value}export const from = (at: number): Date => new Date(at);\n`],
  ['src/model/up.ts', importing('../order/lane.ts'), floors],
  ['src/order/up.ts', importing('../plug/plug.ts'), floors],
  ['src/plug/plug.ts', importing('../order/lane.ts')],
  ['src/plug/up.ts', importing('../host/host.ts'), floors],
  ['src/host/host.ts', importing('../plug/plug.ts')],
  ['src/host/up.ts', importing('../testing/index.ts'), floors],
  ['src/host/timer.ts', importing('node:timers/promises'), floors],
  ['src/text/circle.ts', "import type { B } from './circle-b.ts';\nexport type A = B | 1;\n", cycles],
  ['src/text/circle-b.ts', "import type { A } from './circle.ts';\nexport type B = A | 2;\n", cycles],
  ['src/order/now.ts', 'export const now = Date.now();\n', 'lint/nursery/noJsRestrictedProperties'],
  ['src/order/dice.ts', 'export const dice = Math.random();\n', 'lint/nursery/noJsRestrictedProperties'],
  ['src/order/today.ts', 'export const today = new Date();\n', 'plugin'],
  ['src/order/later.ts', 'export const later = setTimeout(() => 1, 5);\n', 'lint/style/noRestrictedGlobals'],
  ['src/order/soon.ts', 'export const soon = setImmediate(() => 1);\n', 'lint/style/noRestrictedGlobals'],
  ['src/order/clock.ts', 'export const clock = [setTimeout, setImmediate, Date.now(), Math.random(), new Date()];\n'],
  ['src/order/stray.ts', importing('vitest'), 'lint/correctness/noUndeclaredDependencies'],
  ['src/order/float.ts', 'const wait = async (): Promise<number> => 1;\nwait();\n', 'lint/nursery/noFloatingPromises'],
  ['src/order/Odd_name.ts', value, 'lint/style/useFilenamingConvention'],
  ['src/order/long.ts', `export const many = [\n${'  1,\n'.repeat(330)}];\n`, 'lint/style/noExcessiveLinesPerFile'],
  ['plugs/a/index.ts', importing('../../src/index.ts', '../../src/text/index.ts', './client.ts')],
  ['plugs/a/client.ts', value],
  ['plugs/a/inside.ts', importing('../../src/model/good.ts'), floors],
  ['plugs/a/neighbour.ts', importing('../b/index.ts'), floors],
  [
    'plugs/a/test/good.test.ts',
    importing('../../../src/testing/index.ts', '../index.ts', '../../../test/servers/port.ts'),
  ],
  ['plugs/a/test/inside.test.ts', importing('../../../src/model/good.ts'), floors],
  ['plugs/a/test/neighbour.test.ts', importing('../../b/index.ts'), floors],
  ['plugs/a/test/installed.test.ts', importing('tieline/hooks/sync'), floors],
  ['plugs/b/index.ts', value],
  ['src/sql/index.ts', value],
  ['plugs/a/database.ts', importing('../../src/sql/index.ts'), floors],
  ['stores/c/index.ts', importing('../../src/index.ts', '../../src/sql/index.ts')],
  ['stores/c/neighbour.ts', importing('../../plugs/b/index.ts'), floors],
];

describe('the linter', () => {
  let folder: string;
  const found = new Map<string, Set<string>>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tieline-lint-'));
    const { $schema: _, vcs: __, ...config } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(config));
    for (const name of ['package.json', 'tsconfig.json', 'scripts/lint']) {
      cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, code] of cases) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), code);
    }
    const options = ['lint', '--reporter=github', '--max-diagnostics=none', 'src', 'plugs', 'stores'];
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/biome'), options, { cwd: folder, encoding: 'utf8' });
    for (const [, rule = '', file = ''] of stdout.matchAll(/^::error title=([^,]+),file=([^,]+),/gm)) {
      const path = file.slice(file.search(/(src|plugs|stores)\//));
      found.set(path, (found.get(path) ?? new Set()).add(rule));
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(cases)('judges %s', (path, _code, ...rules) => {
    expect([...(found.get(path) ?? [])]).toEqual(rules);
  });
});
