import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RichText } from '../../../src/index.ts';
import { IrcPeer } from '../../../test/servers/irc-peer.ts';
import { startNgircd } from '../../../test/servers/ngircd.ts';
import type { ServerProcess } from '../../../test/servers/process.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { openIrc, waitUntil } from './open.ts';

describeWith('ngircd', 'IRC on ngIRCd', () => {
  let server: ServerProcess;
  let ann: IrcPeer;
  let port: number;

  beforeAll(async () => {
    server = await startNgircd();
    port = server.port;
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    ann?.close();
    ann = await IrcPeer.connect({ port, nick: `ann${Math.random().toString(36).slice(2, 8)}` });
  });

  describe('what others do', () => {
    it('arrives as events of their channels', async () => {
      await ann.join('#events');
      await using opened = await openIrc({ port, nick: 'tie1', channels: ['#Events'] });
      ann.say('#events', 'hello');
      ann.raw(
        'NOTICE #events :note',
        'PRIVMSG #events :\x01ACTION waves\x01',
        'TOPIC #events :tea',
        'PRIVMSG tie1 :psst',
      );
      ann.raw(`NICK ${ann.nick}x`, 'PART #events :bye');
      await waitUntil(() => opened.all('leave').length === 1, 'the leave');
      const [hello, note, waves, psst] = opened.all('message');
      expect(hello).toMatchObject({ channel: opened.plug.channel('#events'), user: { nick: ann.nick }, self: false });
      expect(note?.extras).toEqual({ notice: true });
      expect(waves).toMatchObject({ action: true });
      expect(psst?.channel).toBe(opened.plug.channel(ann.nick));
      expect(opened.all('topic')[0]).toMatchObject({ text: 'tea', user: { nick: ann.nick } });
      expect(opened.all('rename')[0]).toMatchObject({ before: { nick: ann.nick }, after: { nick: `${ann.nick}x` } });
      expect(opened.all('leave')[0]).toMatchObject({ users: [{ nick: `${ann.nick}x` }], reason: 'bye' });
      expect(new Set(opened.all('message').map(({ ref }) => ref.id)).size).toBe(4);
    });
  });

  describe('what is sent', () => {
    it('has been read by the server when it counts as sent', async () => {
      await ann.join('#sent');
      await using opened = await openIrc({ port, nick: 'tie2', channels: ['#sent'] });
      const receipt = await opened.plug.channel('#sent').send('hello');
      await ann.settle();
      expect(ann.messages('#sent')).toEqual([{ nick: 'tie2', text: 'hello' }]);
      expect(receipt.refs).toHaveLength(1);
    });

    it('comes as lines that fit, whole', async () => {
      await ann.join('#long');
      await using opened = await openIrc({ port, nick: 'tie3', channels: ['#long'] });
      const cjk = '漢'.repeat(350);
      await opened.plug.channel('#long').send(cjk);
      await opened.plug.channel('#long').send('👨‍👩‍👧‍👦'.repeat(60));
      await ann.settle();
      const texts = ann.messages('#long').map(({ text }) => text);
      expect(texts.join('')).toBe(cjk + '👨‍👩‍👧‍👦'.repeat(60));
      for (const bytes of ann.bytes) expect(bytes.length).toBeLessThanOrEqual(510);
      expect(opened.plug.state).toBe('connected');
    });

    it('makes no more lines than configured', async () => {
      await ann.join('#flood');
      await using opened = await openIrc({ port, nick: 'tie4', channels: ['#flood'], maxLines: 3 });
      const receipt = await opened.plug
        .channel('#flood')
        .send(Array.from({ length: 50 }, (_, n) => `line ${n}`).join('\n'));
      await ann.settle();
      expect(ann.messages('#flood').length).toBeLessThanOrEqual(3);
      expect(receipt.degraded.length).toBeGreaterThan(0);
    });

    it('never carries a command with it', async () => {
      await ann.join('#inject');
      await using opened = await openIrc({ port, nick: 'tie5', channels: ['#inject'] });
      for (const evil of ['a\rQUIT :x', 'a\nQUIT :x', 'a\0QUIT', '\x01DCC SEND x\x01', 'a\r\nPRIVMSG #inject :b']) {
        await opened.plug.channel('#inject').send(evil);
        await opened.plug.channel('#inject').send({ text: evil, action: true });
      }
      await opened.plug
        .channel('#inject')
        .setTopic('tea\r\nQUIT :x')
        .catch(() => undefined);
      for (const name of ['#a,#inject', '#a b', 'x\r\nQUIT', ':x', '']) {
        await expect(opened.plug.channel(name).send('x')).rejects.toMatchObject({ code: /TIELINE/ });
      }
      await ann.settle();
      expect(opened.plug.state).toBe('connected');
      expect(ann.lines.filter((line) => /^:\S+ QUIT/.test(line))).toEqual([]);
      const spoken = ann.lines.filter((line) => line.includes(' PRIVMSG #inject :'));
      for (const line of spoken) expect(line).not.toMatch(/:\x01(?!ACTION )/);
    });

    it('is formatted, and formatting is read', async () => {
      await ann.join('#marks');
      await using opened = await openIrc({ port, nick: 'tie6', channels: ['#marks'] });
      await opened.plug.channel('#marks').send({ text: new RichText(['plain ', { text: 'bold', bold: true }]) });
      await ann.settle();
      expect(ann.messages('#marks')[0]?.text).toContain('\x02bold');
      ann.say('#marks', 'plain \x02bold\x02 \x0304red\x03');
      await waitUntil(() => opened.heard().length === 1, 'the message');
      const [message] = opened.all('message').filter(({ self }) => !self);
      expect(String(message?.text)).toBe('plain bold red');
      expect(message?.text?.segments.find(({ bold }) => bold)?.text).toBe('bold');
    });

    it('is refused by name where the server refuses it', async () => {
      ann.raw('JOIN #quiet', 'MODE #quiet +m');
      await ann.settle();
      await using opened = await openIrc({ port, nick: 'tie7', channels: ['#quiet'] });
      await expect(opened.plug.channel('#quiet').send('x')).rejects.toMatchObject({ code: 'TIELINE_FORBIDDEN' });
      await expect(opened.plug.channel('nobody').send('x')).rejects.toMatchObject({ code: 'TIELINE_USER_NOT_FOUND' });
      ann.raw('MODE #quiet -m');
      await ann.settle();
      await opened.plug.channel('#quiet').send('y');
      await ann.settle();
      expect(ann.messages('#quiet').map(({ text }) => text)).toEqual(['y']);
    });

    it('is paced, in order', async () => {
      await ann.join('#paced');
      await using opened = await openIrc({
        port,
        nick: 'tie8',
        channels: ['#paced'],
        flood: { burst: 2, perSecond: 20 },
      });
      await ann.settle();
      const began = Date.now();
      const texts = Array.from({ length: 8 }, (_, n) => `m${n}`);
      await Promise.all(texts.map((text) => opened.plug.channel('#paced').send(text)));
      await ann.settle();
      expect(ann.messages('#paced').map(({ text }) => text)).toEqual(texts);
      expect(Date.now() - began).toBeGreaterThan(250);
    });
  });

  describe('channels', () => {
    it('are entered with a key, on demand, and when something is sent there', async () => {
      ann.raw('JOIN #keyed', 'MODE #keyed +k sesame', 'JOIN #other', 'MODE #other +k two', 'JOIN #free');
      await ann.settle();
      await using opened = await openIrc({
        port,
        nick: 'tie9',
        channels: ['#none', { name: '#keyed', key: 'sesame' }],
      });
      expect(await opened.plug.channel('#keyed').joined()).toBe(true);
      await opened.plug.channel('#other').join({ key: 'two' });
      await opened.plug.channel('#free').send('hello');
      await ann.settle();
      expect(ann.messages('#free')).toHaveLength(1);
      expect(opened.warnings).toEqual([]);
    });

    it('that cannot be entered are a warning and a gap, and the rest works', async () => {
      ann.raw('JOIN #banned', 'MODE #banned +b tie10!*@*', 'JOIN #invited', 'MODE #invited +i', 'JOIN #locked');
      ann.raw('MODE #locked +k x', 'JOIN #full', 'MODE #full +l 1', 'JOIN #fine');
      await ann.settle();
      const channels = ['#banned', '#invited', '#locked', '#full', '#fine'];
      await using opened = await openIrc({ port, nick: 'tie10', channels });
      expect(opened.all('gap').map(({ channel }) => channel.source)).toEqual(channels.slice(0, 4));
      expect(opened.warnings).toHaveLength(4);
      await opened.plug.channel('#fine').send('hello');
      await expect(opened.plug.channel('#banned').send('x')).rejects.toMatchObject({ code: 'TIELINE_FORBIDDEN' });
      ann.raw('INVITE tie10 #invited');
      await waitUntil(
        () => opened.all('join').some(({ channel }) => channel.source === '#invited'),
        'entry by invitation',
      );
    });

    it('are entered again after a kick, and what was sent meanwhile arrives', async () => {
      await ann.join('#kicks');
      await using opened = await openIrc({ port, nick: 'tie11', channels: ['#kicks'] });
      ann.raw('KICK #kicks tie11 :out', 'PRIVMSG #kicks :unheard');
      await waitUntil(() => opened.all('leave').length === 1, 'the kick');
      expect(opened.all('leave')[0]).toMatchObject({ self: false, by: { nick: ann.nick }, reason: 'out' });
      await opened.plug.channel('#kicks').send('back');
      await ann.settle();
      expect(ann.messages('#kicks')).toEqual([{ nick: 'tie11', text: 'back' }]);
    });

    it('list their members with their ranks', async () => {
      await ann.join('#members');
      using bob = await IrcPeer.connect({ port, nick: 'bob12' });
      await bob.join('#members');
      ann.raw('MODE #members +v bob12');
      await ann.settle();
      await using opened = await openIrc({ port, nick: 'tie12', channels: ['#members'] });
      const ranks = async (): Promise<Record<string, unknown>> => {
        const members = await Array.fromAsync(opened.plug.channel('#members').members());
        return Object.fromEntries(members.map(({ user, role }) => [user.nick, role]));
      };
      expect(await ranks()).toEqual({ [ann.nick]: 'op', bob12: 'voice', tie12: undefined });
      ann.raw('MODE #members -v+o bob12 bob12', 'KICK #members bob12', 'PART #members', 'PRIVMSG tie12 :done');
      await waitUntil(() => opened.heard().length === 1, 'all of it');
      expect(await ranks()).toEqual({ tie12: undefined });
    });

    it('can be looked into, left, and people asked in and thrown out', async () => {
      await using opened = await openIrc({ port, nick: 'tie13', channels: ['#mine'] });
      const mine = opened.plug.channel('#mine');
      await mine.setTopic('tea at five');
      expect(await mine.topic()).toBe('tea at five');
      expect(await opened.plug.channel('#nowhere').exists()).toBe(false);
      const user = await opened.plug.user(ann.nick);
      await mine.invite(user);
      await ann.waitFor(/ INVITE /);
      await ann.join('#mine');
      await mine.remove(user);
      await ann.waitFor(/ KICK #mine /);
      await mine.leave('bye');
      expect(await mine.joined()).toBe(false);
      await expect(opened.plug.user('nobody')).rejects.toMatchObject({ code: 'TIELINE_USER_NOT_FOUND' });
      expect((await opened.plug.direct(user)).source).toBe(ann.nick);
    });
  });

  describe('the nick', () => {
    it('is another also where all the longer ones are refused', async () => {
      await using strict = await startNgircd({ nickLength: 9 });
      using _ = await IrcPeer.connect({ port: strict.port, nick: 'ninechars' });
      await using opened = await openIrc({ port: strict.port, nick: 'ninechars' });
      expect(opened.plug.self?.nick).toMatch(/^ninec\d{3}$/);
    });

    it('is another while somebody else has it, and comes back when they go', async () => {
      using bob = await IrcPeer.connect({ port, nick: 'tie14' });
      await bob.join('#nicks');
      await using opened = await openIrc({ port, nick: 'tie14', channels: ['#nicks'] });
      expect(opened.plug.self?.nick).toBe('tie14_');
      bob.raw('QUIT :bye');
      await waitUntil(() => opened.plug.self?.nick === 'tie14', 'the nick');
      await ann.join('#nicks');
      await opened.plug.channel('#nicks').send('hello');
      await ann.settle();
      expect(ann.messages('#nicks')).toEqual([{ nick: 'tie14', text: 'hello' }]);
      expect(opened.plug.networkId).toBe(`irc:127.0.0.1:${port}:tie14`);
    });
  });
});

describeWith('ngircd', 'an IRC server that goes away', () => {
  it('without a word is found by its silence; what is said meanwhile goes out in order after the return', async () => {
    await using server = await startNgircd();
    await using opened = await openIrc({ port: server.port, channels: ['#room'], pingTimeoutMs: 600 });
    using ann = await IrcPeer.connect({ port: server.port, nick: 'ann' });
    await ann.join('#room');
    server.freeze();
    await waitUntil(() => opened.plug.state !== 'connected', 'the silence to be found');
    const texts = Array.from({ length: 10 }, (_, n) => `m${n}`);
    const posted = await Promise.all(texts.map((text) => opened.plug.channel('#room').post(text)));
    server.thaw();
    await Promise.all(posted.map((one) => one.receipt()));
    await ann.settle();
    expect(ann.messages('#room').map(({ text }) => text)).toEqual(texts);
  });

  it('loses nothing, doubles nothing and keeps the order, at 20 messages a second for 5 seconds', async () => {
    await using server = await startNgircd();
    await using opened = await openIrc({ port: server.port, channels: ['#room'] });
    const total = 100;
    const heard: string[] = [];
    let watcher = await IrcPeer.connect({ port: server.port, nick: 'watcher' });
    await watcher.join('#room');
    const collect = (): void => void heard.push(...watcher.messages('#room').map(({ text }) => text));
    for (let n = 0; n < total; n += 1) {
      void opened.plug.channel('#room').post(`m${n}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (n === 40) {
        await server.kill();
        collect();
      } else if (n === 60) {
        await server.start();
        watcher = await IrcPeer.connect({ port: server.port, nick: 'watcher' });
        await watcher.join('#room');
      }
    }
    await watcher.until(
      () => (watcher.messages('#room').at(-1)?.text === `m${total - 1}` ? true : undefined),
      'the last',
    );
    collect();
    watcher.close();
    expect(heard).toEqual(Array.from({ length: total }, (_, n) => `m${n}`));
  }, 60_000);
});
