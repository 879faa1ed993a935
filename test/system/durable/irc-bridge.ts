/**
 * The program of the README, with two IRC networks; to be killed. Arguments: the path of the database, the ports of the
 * servers. Prints what the outbox counts for each line that it is given.
 */
import { createInterface } from 'node:readline';
import { SyncHook } from '../../../hooks/sync/index.ts';
import { IrcPlug } from '../../../plugs/irc/index.ts';
import { Host, silentLogger } from '../../../src/index.ts';
import { sqliteStore } from '../../../stores/sqlite/index.ts';

const [path = '', ...ports] = process.argv.slice(2);
const host = new Host({ store: sqliteStore(path), logger: silentLogger });
const lobby = ports.map((port) => {
  const config = { host: '127.0.0.1', port: Number(port), nick: 'tie', channels: ['#lobby'], flood: false } as const;
  return host.addPlug(new IrcPlug(`irc${port}`, config)).channel('#lobby');
});
host.addHook(new SyncHook('bridge', { channels: { lobby } }));
createInterface({ input: process.stdin }).on('line', () =>
  console.log(JSON.stringify({ counts: host.outbox.counts, totals: host.outbox.totals })),
);
await host.run();
