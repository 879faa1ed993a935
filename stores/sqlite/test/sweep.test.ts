import { expect, it, vi } from 'vitest';
import { channelRef, type Write } from '../../../src/index.ts';
import { SqlStore } from '../../../src/sql/index.ts';
import { SqliteDriver } from '../driver.ts';
import { temporaryFolder } from './folder.ts';

const channel = channelRef('net', '#room');

function finished(sequence: number): Write[] {
  const event = { sequence, channel, type: 'message', at: sequence, data: { n: sequence }, done: true, doneBy: [] };
  const link = { family: `f${sequence}`, channel, ids: [`m${sequence}`], original: true, version: 0, deleted: false };
  return [
    { op: 'event', event },
    { op: 'link', link: { ...link, at: sequence } },
  ];
}

it('looks at a little at a time when it is swept, however much there is', { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const driver = new SqliteDriver(folder.file('host.db'), 'NORMAL');
  const store = new SqlStore(driver, { maxCount: 10 });
  await store.open();
  for (let first = 1; first <= 12_000; first += 1000) {
    await store.commit(Array.from({ length: 1000 }, (_, index) => finished(first + index)).flat());
  }
  const read = vi.spyOn(driver, 'read');
  const looks: number[] = [];
  let more = true;
  while (more) {
    const before = read.mock.calls.length;
    more = await store.sweep(20_000);
    const during = read.mock.calls.slice(before).map(([statement]) => statement);
    expect(during.filter(({ sql }) => !/ limit \?| where "family" in /.test(sql))).toEqual([]);
    looks.push(...during.flatMap(({ sql, parameters }) => (sql.includes('limit') ? [Number(parameters.at(-1))] : [])));
  }
  expect(Math.max(...looks)).toBeLessThanOrEqual(5000);
  expect((await store.events({ limit: 20 })).map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 10 }, (_, index) => 11_991 + index),
  );
  expect((await store.links(100)).length).toBe(10);
  await store.close();
});
