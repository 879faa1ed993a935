import { describe, expect, it } from 'vitest';
import { openIrc, waitUntil } from './open.ts';
import { type Script, ScriptedServer } from './scripted-server.ts';

/** Echoes every message to whoever sent it, with its label where it has one. */
const echoing: Script = (line, client) => {
  const [, label, message] = /^(@label=\S+ )?((?:PRIVMSG|NOTICE) .*)$/.exec(line) ?? [];
  if (message !== undefined) client.say(`${label ?? ''}:${client.nick}!u@h ${message}`);
  return message !== undefined;
};
const echoes = 'batch echo-message labeled-response message-tags';

describe('services', () => {
  it('are told passwords that no hook ever sees, also where the server echoes', async () => {
    await using server = await ScriptedServer.start(echoing);
    server.capabilities = echoes;
    const perform = ['PRIVMSG Q@services :AUTH tie hunter2'];
    const nickserv = { password: 'hunter2', account: 'acc' };
    await using opened = await openIrc({ port: server.port, channels: ['#room'], perform, nickserv });
    await opened.plug.channel('#room').send('hello');
    await waitUntil(() => opened.all('message').length > 0, 'our own message');
    expect(server.lines.filter((line) => line.includes('hunter2'))).toHaveLength(2);
    expect(opened.all('message').map(({ text }) => String(text))).toEqual(['hello']);
  });

  it('that are not there keep nobody from connecting', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      const [, label = '', service] = /^(@label=\S+ )?PRIVMSG (\S+) /.exec(line) ?? [];
      if (service === undefined) return false;
      client.say(`${label}:fake 401 ${client.nick} ${service} :No such nick`);
      return true;
    });
    server.capabilities = echoes;
    const nickserv = { password: 'p' };
    await using opened = await openIrc({ port: server.port, perform: ['PRIVMSG Q :AUTH x y'], nickserv });
    expect(opened.plug.state).toBe('connected');
    await waitUntil(() => opened.warnings.length === 2, 'a warning of each');
    expect(opened.warnings.join()).not.toMatch(/AUTH|IDENTIFY/);
  });

  it('are told the password of a nick when we have that nick, and again when it was taken and comes back', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (line !== 'NICK tie' || server.lines.some((one) => one.includes('GHOST'))) return false;
      client.say(':fake 433 * tie :Nickname is already in use');
      return true;
    });
    await using opened = await openIrc({ port: server.port, nickserv: { password: 'p' } });
    const identified = (): number => server.lines.filter((line) => line === 'PRIVMSG NickServ :IDENTIFY p').length;
    await waitUntil(() => server.lines.includes('PRIVMSG NickServ :GHOST tie p'), 'GHOST');
    expect(identified()).toBe(0);
    server.client.say(':tie_!u@h NICK :tie');
    await waitUntil(() => identified() === 1, 'IDENTIFY');
    server.client.say(':tie!u@h NICK :Guest7', ':Guest7!u@h NICK :tie');
    await waitUntil(() => identified() === 2, 'IDENTIFY again');
    expect(opened.plug.self?.nick).toBe('tie');
  });
});
