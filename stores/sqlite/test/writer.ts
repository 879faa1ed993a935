/**
 * Writes rows as fast as it can, and says on its standard output which are safe; to be killed. Argument: the path. Begins
 * when its standard input has told it the first id.
 */
import { once } from 'node:events';
import { channelRef, type Write } from '../../../src/index.ts';
import { sqliteStore } from '../index.ts';

const [path = ''] = process.argv.slice(2);
const [first] = await once(process.stdin, 'data');
const store = sqliteStore(path);
await store.open();
const channel = channelRef('net', '#room');
const put = (id: number): Write => ({
  op: 'row',
  row: {
    id,
    key: `k${id}`,
    channel,
    state: 'pending',
    action: { id },
    options: {},
    attempts: 0,
    at: id,
    changedAt: id,
    refs: [],
  },
});
for (let id = Number(first); ; id += 20) {
  const batch = Array.from({ length: 20 }, (_, index) => put(id + index));
  await store.commit(batch);
  await new Promise((resolve) => process.stdout.write(`${id + 19}\n`, resolve));
}
