/**
 * Says each line of its input in a channel, and ends with it: `make 2>&1 | tail -1 | node examples/notify.ts`.
 *
 * The channel is IRC_CHANNEL on IRC_HOST. Without those it is one inside this process, and what came of it is shown.
 */
import { Host } from 'tieline';
import { ForwardHook } from 'tieline/hooks/sync';
import { IrcPlug } from 'tieline/plugs/irc';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { TerminalPlug } from 'tieline/plugs/terminal';

const { IRC_HOST, IRC_CHANNEL = 'alerts', IRC_NICK = 'notify' } = process.env;
const network = new MemoryNetwork('inside');
const host = new Host();
const terminal = host.addPlug(new TerminalPlug('terminal'));
const [name = '', port] = IRC_HOST?.split(':') ?? [];
const target = host.addPlug(
  IRC_HOST
    ? new IrcPlug('irc', { host: name, nick: IRC_NICK, ...(port ? { port: Number(port) } : { tls: true }) })
    : new MemoryPlug('inside', { network }),
);
const [from, to] = [[terminal.channel('terminal')], [target.channel(IRC_CHANNEL)]];
host.addHook(new ForwardHook('notify', { from, to, prefix: '' }));

// Closing the host sends what is left before it disconnects.
void terminal.ended.then(() => host.quit());
await host.run();
for (const text of network.texts(IRC_CHANNEL)) console.log(`said: ${text}`);
