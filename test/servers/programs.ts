import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The outside programs that some suites run against, by the name that {@link programPath} knows them under. */
export type ProgramName = 'ngircd' | 'inspircd' | 'postgres' | 'chromium' | 'openssl';

// Debian keeps daemons in sbin, which is not on every user's PATH, and a server of each PostgreSQL version in its own folder.
const extraFolders: Readonly<Record<ProgramName, () => readonly string[]>> = {
  ngircd: () => ['/usr/sbin'],
  inspircd: () => ['/usr/sbin'],
  postgres: () => postgresFolders(),
  chromium: () => [],
  openssl: () => [],
};

/** The full path of an outside program, or undefined where it is not installed. */
export function programPath(name: ProgramName): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...extraFolders[name]()];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function postgresFolders(): readonly string[] {
  const root = '/usr/lib/postgresql';
  try {
    return readdirSync(root)
      .toSorted((left, right) => Number(right) - Number(left))
      .map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}
