/** What the author of a plug, a hook and a store would write to hold them to their contracts, under Node's own runner. */
import { describe, it } from 'node:test';
import { defineHook, memoryStore } from 'tieline';
import { MemoryNetwork, MemoryPlug } from 'tieline/plugs/memory';
import { hookContract, plugContract, storeContract } from 'tieline/testing';

const broken = process.env['BROKEN'] === 'yes';
let accounts = 0;

class Plug extends MemoryPlug {
  protected override async stop(): Promise<void> {
    if (!broken) await super.stop();
  }
}

plugContract({
  describe,
  it,
  name: 'memory',
  patienceMs: 2000,
  create() {
    accounts += 1;
    return new Plug('memory', { network: new MemoryNetwork('net'), account: `tie${accounts}` });
  },
  peer(plug) {
    const { network } = plug.config;
    network.join('room', plug.account);
    return {
      channel: plug.channel('room'),
      say: (nick, text) => void network.say('room', nick, text),
      seen: () =>
        network.messages('room').map(({ content, user }) => ({ text: String(content.text), author: user.nick ?? '' })),
      sever: () => network.cut(),
      heal: () => network.mend(),
      close: () => undefined,
    };
  },
});

hookContract({ describe, it, name: 'idle', create: () => ({ hook: defineHook('idle', {}) }) });

storeContract({
  describe,
  it,
  name: 'memory',
  create: ({ retention }) => ({ store: memoryStore({ ...(retention && { retention }) }) }),
});
