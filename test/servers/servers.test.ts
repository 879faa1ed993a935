import { expect, it } from 'vitest';
import { startInspircd } from './inspircd.ts';
import { IrcPeer } from './irc-peer.ts';
import { startNgircd } from './ngircd.ts';
import { describeWith } from './require.ts';

async function talk(port: number): Promise<void> {
  using ann = await IrcPeer.connect({ port, nick: 'ann' });
  using bob = await IrcPeer.connect({ port, nick: 'bob' });
  await ann.join('#room');
  await bob.join('#room');
  ann.say('#room', 'grüße 你好');
  await bob.waitForMessages('#room', 1);
  expect(bob.messages('#room')).toEqual([{ nick: 'ann', text: 'grüße 你好' }]);
}

describeWith('ngircd', 'ngIRCd as a test server', () => {
  it('carries messages, and again after a restart on the same port', async () => {
    await using server = await startNgircd();
    await talk(server.port);
    await server.restart();
    await talk(server.port);
  });
});

describeWith(['inspircd', 'openssl'], 'InspIRCd as a test server', () => {
  it('carries messages, and again after a restart on the same port', async () => {
    const { server, port } = await startInspircd();
    await using _ = server;
    await talk(port);
    await server.restart();
    await talk(port);
  });

  it('offers what the plug confirms with', async () => {
    const { server, port } = await startInspircd();
    await using _ = server;
    const capabilities = ['echo-message', 'labeled-response', 'message-tags', 'batch', 'server-time', 'account-tag'];
    using peer = await IrcPeer.connect({ port, nick: 'ann', capabilities });
    await peer.join('#room');
    peer.raw('@label=7 PRIVMSG #room :hello');
    await peer.waitFor(/^@\S*label=7\S* :ann!\S+ PRIVMSG #room :hello$/);
    expect(peer.lines.at(-1)).toMatch(/msgid=/);
  });
});
