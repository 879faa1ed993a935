/** One relay between two IRC servers, in a process of its own: started by bench/irc.ts, which measures it. */
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { SyncHook } from '../../hooks/sync/index.ts';
import { IrcPlug } from '../../plugs/irc/index.ts';
import { defineHook, Host } from '../../src/index.ts';

const [kind = '', from = '', to = ''] = process.argv.slice(2);
const channel = '#bench';

/** The library, through a hook that forwards, or through SyncHook. */
async function tieline(sync: boolean): Promise<void> {
  const host = new Host();
  const make = (name: string, port: string): IrcPlug =>
    host.addPlug(
      new IrcPlug(name, {
        host: '127.0.0.1',
        port: Number(port),
        nick: `tie${name}`,
        channels: [channel],
        flood: false,
      }),
    );
  const [a, b] = [make('a', from), make('b', to)];
  const target = b.channel(channel);
  if (sync) host.addHook(new SyncHook('bridge', { channels: { bench: [a.channel(channel), target] } }));
  else {
    const options = { prefix: '<{nick}> ' };
    host.addHook(
      defineHook('forward', {
        onReceive: (event) => {
          if (event.plug === a && event.type === 'message')
            void target.send({ text: event.text ?? '', ...(event.user && { user: event.user }) }, options);
        },
      }),
    );
  }
  await host.open();
}

/** irc-framework alone, as one would write it: its own events, and `say`. */
async function framework(): Promise<void> {
  interface Client {
    connect(options: object): void;
    on(event: string, callback: (event: { target?: string; nick?: string; message?: string }) => void): void;
    join(channel: string): void;
    say(channel: string, text: string): void;
  }
  const { Client } = createRequire(import.meta.url)('irc-framework') as { Client: new () => Client };
  const open = (port: string, nick: string): Promise<Client> =>
    new Promise((resolve) => {
      const client = new Client();
      client.connect({ host: '127.0.0.1', port: Number(port), nick });
      client.on('registered', () => client.join(channel));
      client.on('userlist', () => resolve(client));
    });
  const [a, b] = [await open(from, 'fwa'), await open(to, 'fwb')];
  a.on('privmsg', ({ target, nick, message }) => {
    if (target === channel) b.say(channel, `<${nick}> ${message}`);
  });
}

/** A socket that is in the channel, and hands on its lines. */
function enter(port: string, nick: string, onLine: (line: string) => void): Promise<(line: string) => void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
    const write = (line: string): void => void socket.write(`${line}\r\n`);
    const take = (line: string): void => {
      if (line.startsWith('PING')) write(`PONG${line.slice(4)}`);
      else if (line.includes(' 001 ')) write(`JOIN ${channel}`);
      else if (line.includes(' 366 ')) resolve(write);
      else onLine(line);
    };
    write(`NICK ${nick}\r\nUSER ${nick} 0 * :raw`);
    let rest = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
  });
}

/** Two sockets and a pattern. */
async function raw(): Promise<void> {
  const write = await enter(to, 'rawb', () => undefined);
  const said = /^:([^!]+)!\S+ PRIVMSG \S+ :(.*)$/;
  await enter(from, 'rawa', (line) => {
    const [, nick, text] = said.exec(line) ?? [];
    if (nick !== undefined) write(`PRIVMSG ${channel} :<${nick}> ${text}`);
  });
}

if (process.send !== undefined) {
  await (kind === 'raw' ? raw() : kind === 'framework' ? framework() : tieline(kind === 'sync'));
  process.on('message', () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() }));
  process.send('ready');
}
