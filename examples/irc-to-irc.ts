/**
 * Bridges channels of any number of IRC networks:
 *
 *   node examples/irc-to-irc.ts tie@irc.libera.chat/#tieline tie@irc.oftc.net/#tieline
 *
 * Each is nick@host[:port]/channel. Without a port, or with a + before it, the connection is encrypted. What is not
 * delivered when the program ends is kept in the file that IRC_STORE names, if it does.
 */
import { Host, memoryStore } from 'tieline';
import { SyncHook } from 'tieline/hooks/sync';
import { IrcPlug } from 'tieline/plugs/irc';
import { sqliteStore } from 'tieline/stores/sqlite';

const addresses = process.argv.slice(2).flatMap((address) => {
  const [, nick, server, port, channel] = /^([^@]+)@([^:/]+|\[[^\]]+\])(?::(\+?\d+))?\/(.+)$/.exec(address) ?? [];
  if (nick === undefined || server === undefined || channel === undefined) {
    console.error(`not an address: ${address}`);
    return [];
  }
  const tls = port === undefined || port.startsWith('+');
  return { nick, host: server, tls, ...(port !== undefined && { port: Number(port) }), channels: [channel] };
});
if (addresses.length < Math.max(2, process.argv.length - 2)) {
  console.error('usage: node examples/irc-to-irc.ts nick@host[:port]/#channel nick@host[:port]/#channel …');
  process.exit(2);
}

const { IRC_STORE } = process.env;
const host = new Host({ store: IRC_STORE ? sqliteStore(IRC_STORE) : memoryStore() });
const lobby = addresses.map((config, index) =>
  host.addPlug(new IrcPlug(`irc-${index + 1}`, config)).channel(config.channels[0] ?? ''),
);
host.addHook(new SyncHook('bridge', { channels: { lobby } }));
host.states.subscribe(({ kind, name, state }) => kind === 'plug' && console.log(`${name} is ${state}`));
await host.run();
