import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCertificate } from '../../../test/servers/certificate.ts';
import { type Inspircd, startInspircd } from '../../../test/servers/inspircd.ts';
import { IrcPeer } from '../../../test/servers/irc-peer.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { OpenedIrc, openIrc, waitUntil } from './open.ts';

describeWith(['inspircd', 'openssl'], 'IRC on InspIRCd', () => {
  let inspircd: Inspircd;
  let ann: IrcPeer;

  beforeAll(async () => {
    inspircd = await startInspircd();
    ann = await IrcPeer.connect({ port: inspircd.port, nick: 'ann', capabilities: ['message-tags', 'batch'] });
    await ann.join('#room');
  }, 30_000);
  afterAll(() => inspircd.server.stop());

  it('gives a sent message the id by which others know it', async () => {
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie1', channels: ['#room'] });
    const receipts = await Promise.all(['a', 'b', 'c'].map((text) => opened.plug.channel('#room').send(text)));
    await ann.settle();
    const ids = ann.lines.flatMap((line) => /msgid=([^; ]+).* :tie1!\S+ PRIVMSG #room /.exec(line)?.[1] ?? []);
    expect(receipts.map(({ refs }) => refs[0].id)).toEqual(ids);
    expect(ids).toHaveLength(3);
    await waitUntil(() => opened.all('message').length === 3, 'the echoes');
    expect(opened.all('message').map(({ self, ref }) => [self, ref.id])).toEqual(ids.map((id) => [true, id]));
  });

  it('gives a message of others their time and the id of the server', async () => {
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie2', channels: ['#room'] });
    ann.say('#room', 'hello');
    await waitUntil(() => opened.heard().length === 1, 'the message');
    const [message] = opened.all('message');
    expect(message?.ref.id).toMatch(/~/);
    expect(Math.abs((message?.at.getTime() ?? 0) - Date.now())).toBeLessThan(5_000);
  });

  it('refuses one labelled message and takes those around it', async () => {
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie3', channels: ['#room'] });
    const results = await Promise.allSettled(
      ['ann', 'nobody', 'ann'].map((nick) => opened.plug.channel(nick).send('x')),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'TIELINE_USER_NOT_FOUND' } });
  });

  it('sends itself a message', async () => {
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie4' });
    await opened.plug.channel('tie4').send('note to self');
    await waitUntil(() => opened.all('message').length >= 1, 'the message');
    await ann.settle();
    expect(opened.plug.state).toBe('connected');
  });

  it('echoes no password to a hook', async () => {
    using services = await IrcPeer.connect({ port: inspircd.port, nick: 'NickServ' });
    const nickserv = { password: 'hunter2', account: 'acc' };
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie10', channels: ['#room'], nickserv });
    await services.waitFor(/ PRIVMSG NickServ :IDENTIFY acc hunter2$/);
    await opened.plug.channel('#room').send('hello');
    await waitUntil(() => opened.all('message').length > 0, 'our own message');
    expect(opened.all('message').map(({ text }) => String(text))).toEqual(['hello']);
  });

  it('is spoken to over TLS when its certificate is trusted, and not else', async () => {
    const tls = { ca: inspircd.certificate.cert };
    await using trusting = await openIrc({ host: 'localhost', port: inspircd.tlsPort, nick: 'tie5', tls });
    expect(trusting.plug.state).toBe('connected');
    await using careless = await openIrc({ port: inspircd.tlsPort, nick: 'tie6', tls: { rejectUnauthorized: false } });
    expect(careless.plug.state).toBe('connected');
    await using wary = new OpenedIrc({ port: inspircd.tlsPort, nick: 'tie7', tls: true });
    const causes: string[] = [];
    wary.host.states.subscribe(({ cause }) => void (cause && causes.push(cause.message)));
    await wary.host.open();
    await waitUntil(() => causes.length > 0, 'the refusal');
    expect(causes[0]).toMatch(/self-signed/);
  });

  it('is shown our certificate', async () => {
    const own = makeCertificate(mkdtempSync(join(tmpdir(), 'tieline-client-')), 'tie8');
    const tls = { ca: inspircd.certificate.cert, cert: own.cert, key: own.key };
    await using _ = await openIrc({ port: inspircd.tlsPort, nick: 'tie8', tls });
    await ann.oper();
    const from = ann.lines.length;
    ann.raw('WHOIS tie8');
    expect(await ann.waitFor(/ 276 ann tie8 /, from)).toMatch(/fingerprint [0-9a-f]{32}/);
  });

  it('survives a restart of the server', async () => {
    await using opened = await openIrc({ port: inspircd.port, nick: 'tie9', channels: ['#room'] });
    await inspircd.server.restart();
    ann = await IrcPeer.connect({ port: inspircd.port, nick: 'ann', capabilities: ['message-tags', 'batch'] });
    await ann.join('#room');
    await opened.plug.channel('#room').post('back');
    await ann.waitForMessages('#room', 1);
    expect(ann.messages('#room')).toEqual([{ nick: 'tie9', text: 'back' }]);
  }, 30_000);
});
