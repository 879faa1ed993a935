import { describe, expect, it } from 'vitest';
import { OpenedIrc, openIrc, waitUntil } from './open.ts';
import { type Script, ScriptedServer } from './scripted-server.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('logging in', () => {
  const sasl = { account: 'acc', password: 'secret' };

  it('by SASL PLAIN', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (line === 'AUTHENTICATE PLAIN') client.say('AUTHENTICATE +');
      else if (line.startsWith('AUTHENTICATE '))
        client.say(':fake 900 tie tie!u@h acc :You are logged in', ':fake 903 tie :ok');
      return false;
    });
    server.capabilities = 'sasl=PLAIN,EXTERNAL multi-prefix';
    await using _ = await openIrc({ port: server.port, sasl });
    expect(server.lines).toContain(`AUTHENTICATE ${base64('acc\0acc\0secret')}`);
  });

  it('by SASL EXTERNAL', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (line === 'AUTHENTICATE EXTERNAL') client.say('AUTHENTICATE +');
      else if (line === 'AUTHENTICATE +')
        client.say(':fake 900 tie tie!u@h acc :You are logged in', ':fake 903 tie :ok');
      return false;
    });
    server.capabilities = 'sasl=EXTERNAL';
    await using _ = await openIrc({ port: server.port, sasl: { mechanism: 'EXTERNAL' } });
    expect(server.lines).toContain('AUTHENTICATE +');
  });

  const refusing: Script = (line, client) => {
    if (line === 'AUTHENTICATE PLAIN') client.say('AUTHENTICATE +');
    else if (line.startsWith('AUTHENTICATE ')) client.say(':fake 904 tie :SASL authentication failed');
    return false;
  };

  it('fails, by name, where SASL is refused and there is no other way', async () => {
    await using server = await ScriptedServer.start(refusing);
    server.capabilities = 'sasl';
    await using opened = new OpenedIrc({ port: server.port, sasl });
    const causes: string[] = [];
    opened.host.states.subscribe(({ cause }) => void (cause && causes.push(cause.message)));
    await opened.host.open();
    await waitUntil(() => causes.length > 0, 'the plug to fail');
    expect(causes[0]).toContain('SASL authentication failed');
    expect(opened.plug.state).not.toBe('connected');
  });

  it('falls back to NickServ where SASL is refused or not offered', async () => {
    for (const capabilities of ['sasl', '']) {
      await using server = await ScriptedServer.start(refusing);
      server.capabilities = capabilities;
      await using _ = await openIrc({ port: server.port, sasl, nickserv: { password: 'secret', account: 'acc' } });
      await waitUntil(() => server.lines.includes('PRIVMSG NickServ :IDENTIFY acc secret'), 'IDENTIFY');
    }
  });

  it('sends the password of the server, and never to SASL', async () => {
    await using server = await ScriptedServer.start();
    server.capabilities = 'sasl=PLAIN multi-prefix';
    await using _ = await openIrc({ port: server.port, password: 'open sesame' });
    expect(server.lines).toContain('PASS :open sesame');
    expect(server.lines.join('\n')).not.toContain('AUTHENTICATE');
  });

  it('performs before it joins, and identifies before it performs', async () => {
    await using server = await ScriptedServer.start();
    const perform = ['MODE tie +B'];
    await using _ = await openIrc({ port: server.port, perform, channels: ['#room'], nickserv: { password: 'p' } });
    const order = server.lines.filter((line) => /^(PRIVMSG|MODE|JOIN)/.test(line));
    expect(order).toEqual(['PRIVMSG NickServ :IDENTIFY p', 'MODE tie +B', 'JOIN #room']);
  });

  it('frees its nick by NickServ, and takes it once it is free', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (line !== 'NICK tie' || server.lines.includes('PRIVMSG NickServ :GHOST tie p')) return false;
      client.say(':fake 433 * tie :Nickname is already in use');
      return true;
    });
    await using opened = await openIrc({ port: server.port, channels: ['#room'], nickserv: { password: 'p' } });
    expect(opened.plug.self?.nick).toBe('tie_');
    expect(server.lines).toContain('PRIVMSG NickServ :GHOST tie p');
    server.client.say(':tie!u@h QUIT :Killed (ghosted)');
    await waitUntil(() => server.lines.filter((line) => line === 'NICK tie').length === 2, 'a second try');
    server.client.say(':tie_!u@h NICK :tie');
    await waitUntil(() => opened.plug.self?.nick === 'tie', 'the nick');
  });
});

describe('a server that misbehaves', () => {
  it('sends garbage and nothing breaks', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    const commands = [
      'PRIVMSG',
      'NOTICE',
      'JOIN',
      'PART',
      'KICK',
      'QUIT',
      'NICK',
      'MODE',
      'TOPIC',
      'INVITE',
      'CAP',
      'PING',
    ];
    const numerics = [
      '001',
      '005',
      '332',
      '353',
      '366',
      '401',
      '404',
      '433',
      '464',
      '474',
      '900',
      '904',
      'BATCH',
      'ACK',
    ];
    for (const command of [...commands, ...numerics, 'AUTHENTICATE', 'PONG', 'CHGHOST', 'constructor', '__proto__']) {
      server.client.say(
        command,
        `:ann!u@h ${command}`,
        `:ann!u@h ${command} #room`,
        `:x ${command} tie`,
        `:${command}`,
      );
      server.client.say(`@;;=;a= :!@ ${command} : `, `:fake ${command} tie =`, `: ${command}`);
    }
    server.client.socket.write(Buffer.from([0xff, 0xfe, 0, 13, 10, 0, 1, 2, 13, 13, 10, 0x80, 10]));
    server.client.say(`:fake 005 tie CHANMODES PREFIX CASEMAPPING :x`, `:ann!u@h PRIVMSG #room :${'x'.repeat(600)}`);
    server.client.say(':ann!u@h PRIVMSG #room :still here');
    await waitUntil(() => opened.heard().includes('#room ann: still here'), 'the next message');
    expect(opened.plug.state).toBe('connected');
  });

  it('goes in the middle of a line, and the half line is no message', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(':ann!u@h PRIVMSG #room :whole');
    server.client.socket.write(':ann!u@h PRIVMSG #room :ha');
    server.client.socket.end();
    await waitUntil(() => server.clients.length === 2 && opened.plug.state === 'connected', 'the return');
    server.client.say(':ann!u@h PRIVMSG #room :back');
    await waitUntil(() => opened.heard().length >= 2, 'the next message');
    expect(opened.heard()).toEqual(['#room ann: whole', '#room ann: back']);
    expect(opened.all('gap')).toMatchObject([
      { channel: { source: '#room' }, reason: expect.stringMatching(/^not connected since/) },
    ]);
  });

  it('falls silent, and is left for a new connection', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'], pingTimeoutMs: 400 });
    server.isSilent = true;
    await waitUntil(() => server.lines.includes('PING :alive'), 'a PING');
    await waitUntil(() => opened.plug.state !== 'connected', 'the loss to be found');
    server.isSilent = false;
    await waitUntil(() => opened.plug.state === 'connected', 'the return');
  });

  it('closes before it answers a message, which is then not certain', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (!line.startsWith('PRIVMSG #room')) return false;
      client.socket.destroy();
      return true;
    });
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    const error = await opened.plug
      .channel('#room')
      .send('hello')
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'TIELINE_NOT_CONNECTED', certain: false, retryable: true });
  });

  it('offers its capabilities in several lines, of which only the useful are asked for', async () => {
    await using server = await ScriptedServer.start((line, client) => {
      if (!line.startsWith('CAP LS')) return false;
      client.say(
        ':fake CAP * LS * :echo-message away-notify batch',
        ':fake CAP * LS :labeled-response message-tags sts=port=1',
      );
      return true;
    });
    server.capabilities = 'x';
    await using _ = await openIrc({ port: server.port });
    const asked = server.lines.find((line) => line.startsWith('CAP REQ'))?.slice('CAP REQ :'.length);
    expect(asked?.split(' ').toSorted()).toEqual(['batch', 'echo-message', 'labeled-response', 'message-tags']);
  });

  it('echoes without labels, and is not asked to', async () => {
    await using server = await ScriptedServer.start();
    server.capabilities = 'echo-message message-tags';
    await using _ = await openIrc({ port: server.port });
    expect(server.lines.filter((line) => line.startsWith('CAP REQ'))).toEqual(['CAP REQ :message-tags']);
  });
});

describe('what a server tells', () => {
  it('of a kick by somebody who then parts', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(':ann!u@h KICK #room bob :out', ':ann!u@h PART #room', ':ann!u@h KICK #room nobody :x');
    server.client.say(':cat!u@h JOIN #room', ':cat!u@h PRIVMSG #room :hello');
    await waitUntil(() => opened.heard().length === 1, 'a message');
    const left = opened.all('leave').map((event) => [event.users[0]?.nick, event.by?.nick, event.reason]);
    expect(left).toEqual([
      ['bob', 'ann', 'out'],
      ['ann', undefined, undefined],
    ]);
    const members = await Array.fromAsync(opened.plug.channel('#room').members());
    expect(members.map(({ user }) => user.nick).toSorted()).toEqual(['cat', 'tie']);
  });

  it('that somebody quits: one leave a shared channel', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#a', '#b'] });
    server.client.say(':ann!u@h QUIT :gone', ':nobody!u@h QUIT :gone', ':bob!u@h PRIVMSG #a :x');
    await waitUntil(() => opened.heard().length === 1, 'a message');
    expect(opened.all('leave').map((event) => event.channel.source)).toEqual(['#a', '#b']);
  });

  it('in the past, by a bouncer', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(
      ':fake BATCH +p chathistory #room',
      '@batch=p;time=2026-01-02T03:04:05.678Z;msgid=m1 :ann!u@h PRIVMSG #room :old',
    );
    server.client.say(':fake BATCH -p', ':ann!u@h PRIVMSG #room :new');
    await waitUntil(() => opened.heard().length === 2, 'both');
    const [past, present] = opened.all('message');
    expect(past).toMatchObject({ history: true, at: new Date('2026-01-02T03:04:05.678Z'), ref: { id: 'm1' } });
    expect(present?.history).toBe(false);
  });

  it('in other encodings', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'], encoding: 'koi8-r' });
    server.client.socket.write(
      Buffer.concat([Buffer.from(':ann!u@h PRIVMSG #room :'), Buffer.from([0xf0, 0xd2, 0xc9, 13, 10])]),
    );
    server.client.say(':ann!u@h PRIVMSG #room :Привет');
    await waitUntil(() => opened.heard().length === 2, 'both');
    expect(opened.heard()).toEqual(['#room ann: При', '#room ann: Привет']);
  });

  it('by CTCP, of which only ACTION is a message, and nothing is answered', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(
      ':ann!u@h PRIVMSG tie :\x01VERSION\x01',
      ':ann!u@h PRIVMSG tie :\x01PING 1\x01',
      ':ann!u@h NOTICE tie :\x01X\x01',
    );
    server.client.say(':ann!u@h PRIVMSG #room :\x01ACTION waves\x01');
    await waitUntil(() => opened.heard().length === 1, 'the action');
    expect(opened.all('message').at(-1)).toMatchObject({ action: true });
    expect(server.lines.filter((line) => line.startsWith('NOTICE'))).toEqual([]);
  });

  it('with nicks in the text, which become mentions', async () => {
    await using server = await ScriptedServer.start();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    server.client.say(':ann!u@h PRIVMSG #room :bob: bobby and \x02tie\x02, look');
    await waitUntil(() => opened.heard().length === 1, 'the message');
    const segments = opened.all('message').at(-1)?.text?.segments ?? [];
    expect(segments.filter(({ mention }) => mention !== undefined)).toMatchObject([
      { text: 'bob', mention: { kind: 'user', id: 'bob' } },
      { text: 'tie', bold: true, mention: { kind: 'user', id: 'tie' } },
    ]);
    expect(opened.heard()).toEqual(['#room ann: bob: bobby and tie, look']);
  });
});
