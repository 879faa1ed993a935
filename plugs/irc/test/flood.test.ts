import { describe, expect, it } from 'vitest';
import { defineHook, Host, type Logger } from '../../../src/index.ts';
import { IrcPlug } from '../index.ts';
import { waitUntil } from './open.ts';
import { ScriptedServer } from './scripted-server.ts';

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };

describe('a flood', () => {
  it('of our own waits its turn and is not given up for it', async () => {
    await using server = await ScriptedServer.start();
    const channels = Array.from({ length: 4 }, (_, n) => `#c${n}`);
    await using host = new Host({ sendTimeoutMs: 300, logger: quiet });
    const flood = { burst: 2, perSecond: 50 };
    const plug = host.addPlug(
      new IrcPlug('irc', { host: '127.0.0.1', port: server.port, nick: 'tie', channels, flood }),
    );
    await host.open();
    const texts = Array.from({ length: 10 }, (_, n) => `m${n}`);
    const posted = texts.flatMap((text) => channels.map((name) => plug.channel(name).post(text)));
    await Promise.all(posted.map(async (one) => (await one).receipt()));
    const said = (name: string): string[] =>
      server.lines.flatMap((line) => (line.startsWith(`PRIVMSG ${name} :`) ? line.split(':')[1] : undefined) ?? []);
    for (const name of channels) expect(said(name)).toEqual(texts);
    expect(host.outbox.totals.retried).toBe(0);
  });

  it('of others does not drown the answers that hooks wait for', async () => {
    await using server = await ScriptedServer.start();
    const warnings: string[] = [];
    const logger = { ...quiet, warn: (_: object, message: string) => void warnings.push(message) };
    await using host = new Host({ closeTimeoutMs: 100, logger });
    const irc = { host: '127.0.0.1', port: server.port, nick: 'tie', channels: ['#room'], flood: false } as const;
    host.addPlug(new IrcPlug('irc', irc));
    let answered = 0;
    host.addHook(
      defineHook('parrot', {
        async onReceive(event) {
          if (event.type !== 'message' || event.self) return;
          await event.channel.send(`you said ${event.text}`);
          answered += 1;
        },
      }),
    );
    await host.open();
    // More than the host takes before the plug stops reading.
    server.client.say(...Array.from({ length: 13_000 }, (_, n) => `:ann!u@h PRIVMSG #room :m${n}`));
    await waitUntil(() => answered > 10, 'answers');
    expect(warnings).toEqual([]);
  });
});
