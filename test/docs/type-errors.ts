import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/package-entries.ts';

/** How long a test may take that has a typecheck made, on a machine that has other things to do. */
export const compilesMs = 180_000;

/** The type errors in some files, as a user of the package would get them; files are given by name. */
export function typeErrors(files: ReadonlyMap<string, string>): string[] {
  mkdirSync(join(root, 'temp'), { recursive: true });
  const folder = mkdtempSync(join(root, 'temp/docs-'));
  try {
    for (const [name, code] of files) writeFileSync(join(folder, name), code);
    const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
    const config = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts', '../../plugs/*/*.d.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder, '--pretty', 'false']);
    return [];
  } catch (error) {
    const lines = String((error as { stdout?: Buffer }).stdout).split('\n');
    // An error in the sources is for `npm run typecheck` to tell.
    return lines.filter((line) => line.startsWith('temp/docs-'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
