import { existsSync, globSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One thing that can be imported from the package. */
export interface PackageEntry {
  /** What follows the package's name in an import: `.` or `./plugs/irc`. */
  readonly subpath: string;
  /** The source file, from the root of the repository. */
  readonly source: string;
  /** The built file in `dist`, without its ending. */
  readonly built: string;
}

/** The root of the repository. */
export const root: string = fileURLToPath(new URL('..', import.meta.url));

/** Every entry, derived from the folders: adding or deleting a plug, hook or store changes no list. */
export function packageEntries(): PackageEntry[] {
  const core = ['src/index.ts', 'src/text/index.ts', 'src/sql/index.ts', 'src/testing/index.ts'].filter((source) =>
    existsSync(`${root}/${source}`),
  );
  const folders = globSync('{plugs,hooks,stores}/*/index.ts', { cwd: root }).sort();
  return [...core, ...folders].map((source) => {
    const folder = dirname(source).replace(/^src\/?/, '');
    return { subpath: folder ? `./${folder}` : '.', source, built: folder ? `${folder}/index` : 'index' };
  });
}

/** The programs of threads that entries start, which nobody imports: source files by what is built of them. */
export function threadPrograms(): Record<string, string> {
  const sources = globSync('{plugs,hooks,stores}/*/worker.ts', { cwd: root }).sort();
  return Object.fromEntries(sources.map((source) => [source.replace(/\.ts$/, ''), source]));
}
