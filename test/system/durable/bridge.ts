/** A bridge between networks at the other end of a line; to be killed. Arguments: the database, the port, the kinds as JSON. */
import { createInterface } from 'node:readline';
import { SyncHook } from '../../../hooks/sync/index.ts';
import { Host, silentLogger } from '../../../src/index.ts';
import { sqliteStore } from '../../../stores/sqlite/index.ts';
import { LinePlug } from './line-plug.ts';
import { dialPort, type LineKind } from './lines.ts';

const [path = '', port = '', kinds = '[]'] = process.argv.slice(2);
const host = new Host({ store: sqliteStore(path), logger: silentLogger });
const plugs = (JSON.parse(kinds) as LineKind[]).map((kind) =>
  host.addPlug(new LinePlug({ kind, dial: dialPort(Number(port), kind.name) })),
);
host.addHook(new SyncHook('bridge', { channels: { room: plugs.map((plug) => plug.room) } }));
for await (const line of createInterface({ input: process.stdin })) {
  // It is made while the one before it still lives, so that little time is lost between them.
  if (line === 'begin') {
    await host.open();
    process.stdout.write('open\n');
  }
  if (line === 'counts') process.stdout.write(`${JSON.stringify(host.outbox.counts)}\n`);
  if (line === 'close') break;
}
await host.close();
process.exit(0);
