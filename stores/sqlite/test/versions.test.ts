import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { channelRef, messageRef } from '../../../src/index.ts';
import { sqliteStore } from '../index.ts';
import { temporaryFolder } from './folder.ts';
import { putRow } from './rows.ts';

const here = channelRef('net', '#here');
const there = channelRef('net', '#there');
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
      const store = sqliteStore(path);
      expect(await store.open()).toEqual({
        lastSequence: 6,
        counts: { pending: 1, sending: 0, sent: 1, uncertain: 0, dead: 1 },
        totals: { sent: 1, retried: 0, uncertain: 0, dead: 0 },
      });
      const open = await store.events({ done: false });
      expect(open.map(({ sequence, doneBy }) => [sequence, doneBy])).toEqual([
        [2, ['bridge']],
        [3, []],
      ]);
      expect(open[0]?.data).toMatchObject({ ref: messageRef(here, 'm2'), text: [{ text: 'text 2' }] });
      expect(await store.lastMessage(here)).toEqual(messageRef(here, 'm3'));
      expect((await store.identities(9)).map(({ identity }) => identity)).toEqual(['m3', 'm2', 'm1']);
      expect((await store.row(there, 'key5'))?.refs).toEqual([messageRef(there, 'x1'), messageRef(there, 'x2')]);
      expect((await store.rows({ state: 'dead' })).map(({ reason }) => reason)).toEqual(['the network said no']);
      const family = await store.family(messageRef(there, 'x2'));
      expect(family.map(({ channel, ids, version: edits }) => [channel.source, ids, edits]).sort()).toEqual([
        ['#here', ['m1'], 0],
        ['#there', ['x1', 'x2'], 1],
      ]);
      expect(await store.get('notes', 'a')).toEqual({ b: [1, null, 'ü'] });
      await store.commit([putRow(7)]);
      await store.close();
      expect((await store.open()).counts.pending).toBe(2);
      await store.close();
    });
  }
});
