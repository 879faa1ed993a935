import { describe, expect, it } from 'vitest';
import { Rooms } from '../rooms.ts';
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

  it('that are entered when something is sent there get all of it in order', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port });
    const texts = Array.from({ length: 5 }, (_, n) => `m${n}`);
    await Promise.all(texts.map((text) => opened.plug.channel('#room').send(text)));
    const said = server.lines.flatMap((line) => /^PRIVMSG #room :(.*)/.exec(line)?.[1] ?? []);
    expect(said).toEqual(texts);
  });

  it('that we are thrown out of get what was refused before what was said after', async () => {
    let held: string | undefined;
    let isOut = false;
    await using server = await ScriptedServer.start((line, client) => {
      if (line === 'PRIVMSG #room :second' && !isOut) {
        isOut = true;
        client.say(':ann!u@h KICK #room tie :out');
      } else if (line.startsWith('PING :tieline') && isOut && held === undefined) {
        held = line.slice('PING :'.length);
        return true;
      }
      return false;
    });
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    const room = opened.plug.channel('#room');
    const posted = [await room.post('first')];
    await posted[0]?.receipt();
    posted.push(await room.post('second'));
    // The event of it waits for what is being sent.
    await waitUntil(() => opened.warnings.length === 1 && held !== undefined, 'the kick');
    posted.push(await room.post('third'));
    server.client.say(':fake 404 tie #room :Cannot send to channel', `:fake PONG fake :${held}`);
    await Promise.all(posted.map((one) => one.receipt()));
    const said = server.lines.flatMap((line) => /^PRIVMSG #room :(.*)/.exec(line)?.[1] ?? []);
    expect(said).toEqual(['first', 'second', 'second', 'third']);
  });

  it('let go of what waits for them before anything that comes while they do', async () => {
    for (let late = 0; late < 20; late += 1) {
      const answer = Promise.withResolvers<void>();
      const wire = { command: () => answer.promise, warn: () => undefined, gap: () => undefined };
      const rooms = new Rooms(wire, new Map(), 'rfc1459');
      const said: string[] = [];
      const say = (text: string): void => {
        const ready = rooms.ready('#room');
        if (ready === undefined) said.push(text);
        else void ready.then(() => said.push(text));
      };
      say('first');
      say('second');
      rooms.entered('#room');
      answer.resolve();
      for (let left = late; left > 0; left -= 1) await undefined;
      say('third');
      await waitUntil(() => said.length === 3, 'all of it');
      expect(said, `${late} promise callbacks later`).toEqual(['first', 'second', 'third']);
    }
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
