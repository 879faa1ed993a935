/** The bridge that `scripts/soak-irc.ts` starts, kills and starts again: one room on two IRC servers, with a store that lasts. */
import { SyncHook } from '../hooks/sync/index.ts';
import { IrcPlug } from '../plugs/irc/index.ts';
import { Host } from '../src/index.ts';
import { sqliteStore } from '../stores/sqlite/index.ts';

const [west = '', east = '', file = ''] = process.argv.slice(2);
const host = new Host({ store: sqliteStore(file) });
const plugs = [west, east].map((port, index) =>
  host.addPlug(
    new IrcPlug(index === 0 ? 'west' : 'east', {
      host: '127.0.0.1',
      port: Number(port),
      nick: 'tie',
      channels: ['#room'],
      flood: false,
    }),
  ),
);
host.addHook(new SyncHook('bridge', { channels: { room: plugs.map((plug) => plug.channel('#room')) } }));

/** Tells whoever started it how things stand, a line at a time. */
function tell(): void {
  const { pending, sending, uncertain } = host.outbox.counts;
  const connected = plugs.every(({ state }) => state === 'connected');
  const waiting = pending + sending + uncertain;
  process.stdout.write(`${JSON.stringify({ connected, waiting, uncertain: host.outbox.totals.uncertain })}\n`);
}

setInterval(tell, 100).unref();
await host.run();
