import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { expectKnownContents } from '../../../test/stores/known-contents.ts';
import { sqliteStore } from '../index.ts';
import { temporaryFolder } from './folder.ts';

const folderOfVersions = new URL('versions/', import.meta.url);
const versions = readdirSync(folderOfVersions).filter((name) => name.endsWith('.sql'));

/** A database as that release left it behind. */
function restore(version: string, path: string): void {
  const database = new DatabaseSync(path);
  database.exec(readFileSync(new URL(version, folderOfVersions), 'utf8'));
  database.close();
}

describe('sqliteStore, on a database of each version there ever was', () => {
  it('has a database of the newest version to test with', async () => {
    using folder = temporaryFolder();
    const path = folder.file('host.db');
    const store = sqliteStore(path);
    await store.open();
    await store.close();
    const database = new DatabaseSync(path);
    const { version } = database.prepare('select version from state').get() as { version: number };
    database.close();
    expect(versions).toContain(`${version}.sql`);
  });

  for (const version of versions) {
    it(`reads and goes on with what ${version} holds`, async () => {
      using folder = temporaryFolder();
      const path = folder.file('host.db');
      restore(version, path);
      await expectKnownContents(sqliteStore(path));
    });
  }

  it('has the same tables, whether it was made anew or comes from an older one', async () => {
    using folder = temporaryFolder();
    const schemas = [];
    for (const version of [undefined, ...versions]) {
      const path = folder.file(`${version}.db`);
      if (version !== undefined) restore(version, path);
      const store = sqliteStore(path);
      await store.open();
      await store.close();
      const database = new DatabaseSync(path);
      schemas.push(database.prepare('select type, name, sql from sqlite_master order by type, name').all());
      database.close();
    }
    for (const schema of schemas) expect(schema).toEqual(schemas[0]);
  });
});
