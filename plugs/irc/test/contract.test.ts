import { afterAll, beforeAll, describe, it } from 'vitest';
import { type User, userRef } from '../../../src/index.ts';
import { type PlugPeer, plugContract } from '../../../src/testing/index.ts';
import { parseMirc } from '../../../src/text/index.ts';
import { startInspircd } from '../../../test/servers/inspircd.ts';
import { IrcPeer } from '../../../test/servers/irc-peer.ts';
import { startNgircd } from '../../../test/servers/ngircd.ts';
import type { ServerProcess } from '../../../test/servers/process.ts';
import { CableProxy } from '../../../test/servers/proxy.ts';
import { describeWith } from '../../../test/servers/require.ts';
import { IrcPlug } from '../index.ts';
import { splitBytes } from '../line.ts';

let server: ServerProcess;
let watcher: IrcPeer;
let count = 0;
const proxies = new Map<IrcPlug, CableProxy>();

async function create(): Promise<IrcPlug> {
  count += 1;
  const proxy = await CableProxy.to(server.port);
  const nick = `tie${count}`;
  const plug = new IrcPlug('irc', {
    host: '127.0.0.1',
    port: proxy.port,
    nick,
    channels: [`#room${count}`],
    flood: false,
  });
  proxies.set(plug, proxy);
  return plug;
}

async function meet(plug: IrcPlug): Promise<PlugPeer> {
  const number = count;
  const proxy = proxies.get(plug);
  const room = `#room${number}`;
  const own = new RegExp(`^tie${number}_*$`);
  const people: IrcPeer[] = [];
  const enter = async (nick: string): Promise<User> => {
    people.push(await IrcPeer.connect({ port: server.port, nick }));
    return { ...userRef(plug.networkId, nick), nick };
  };
  // Whoever has come into a channel first is its operator, and that is the watcher.
  const empower = async (): Promise<void> => {
    watcher.raw(`MODE ${room} +o ${plug.self?.nick}`);
    await watcher.settle();
  };
  await watcher.join(room);
  return {
    channel: plug.channel(room),
    say: (_nick, text) => {
      // As any client does: a line over 512 bytes is the end of the connection.
      for (const part of splitBytes(text, 400)) watcher.say(room, part);
    },
    seen: async () => {
      await watcher.settle();
      const said = watcher.messages(room).filter(({ nick }) => own.test(nick));
      return said.map(({ nick, text }) => ({ text: String(parseMirc(text)), author: nick }));
    },
    sever: () => proxy?.sever(),
    heal: () => proxy?.heal(),
    close: async () => {
      watcher.raw(`PART ${room}`);
      for (const peer of people) peer.close();
      await proxy?.close();
    },
    newcomer: async () => {
      await empower();
      return await enter(`newcomer${number}`);
    },
    bystander: async () => {
      await empower();
      const user = await enter(`bystander${number}`);
      await people.at(-1)?.join(room);
      return user;
    },
  };
}

describeWith('ngircd', 'the IRC plug on ngIRCd', () => {
  beforeAll(async () => {
    server = await startNgircd();
    watcher = await IrcPeer.connect({ port: server.port, nick: 'watcher' });
  });
  afterAll(() => server.stop());

  plugContract({ describe, it, name: 'IRC without echoes', create, peer: meet });
});

describeWith(['inspircd', 'openssl'], 'the IRC plug on InspIRCd', () => {
  beforeAll(async () => {
    ({ server } = await startInspircd());
    watcher = await IrcPeer.connect({ port: server.port, nick: 'watcher' });
  });
  afterAll(() => server.stop());

  plugContract({ describe, it, name: 'IRC with echoes', create, peer: meet });
});
