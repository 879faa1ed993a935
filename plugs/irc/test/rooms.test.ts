import { describe, expect, it } from 'vitest';
import { openIrc, waitUntil } from './open.ts';
import { ScriptedServer } from './scripted-server.ts';

describe('channels', () => {
  it('with long names are joined by lines that fit', async () => {
    await using server = await ScriptedServer.start();
    const channels = Array.from({ length: 10 }, (_, n) => ({ name: `#${n}${'x'.repeat(48)}`, key: `key${n}` }));
    await using opened = await openIrc({ port: server.port, channels });
    const lines = server.lines.filter((line) => line.startsWith('JOIN '));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(510);
    const joined = lines.flatMap((line) => {
      const [, names = '', keys = ''] = line.split(' ');
      return names.split(',').map((name, index) => ({ name, key: keys.split(',')[index] }));
    });
    expect(joined).toEqual(channels);
    expect(opened.all('join')).toHaveLength(10);
    expect(opened.warnings).toEqual([]);
  });

  it('that an operator of the network took us out of are entered again', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(':tie!u@h PART #room :SAPART');
    await waitUntil(() => opened.all('gap').length === 1, 'the gap');
    await waitUntil(() => opened.all('join').length === 2, 'the return');
    server.client.say(':ann!u@h PRIVMSG #room :welcome back');
    await waitUntil(() => opened.heard().length === 1, 'a message');
  });

  it('that we left by ourselves are not', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (line.startsWith('PART ')) client.say(`:tie!u@h ${line}`);
      return false;
    });
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    await opened.plug.channel('#room').leave('bye');
    await waitUntil(() => opened.all('leave').length === 1, 'the leave');
    expect(opened.all('gap')).toEqual([]);
    expect(opened.warnings).toEqual([]);
  });
});
