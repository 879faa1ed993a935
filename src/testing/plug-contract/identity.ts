import assert from 'node:assert/strict';
import { type Ref, sameRef } from '../../model/refs.ts';
import type { PlugTests } from './bench.ts';

/** Names: of the network, the channel, ourselves, and of what arrives. */
export const identityTests: PlugTests = {
  'the network has a name for people and an id': {
    opened: false,
    async test({ plug }) {
      assert.ok(typeof plug.networkName === 'string' && plug.networkName !== '', 'networkName is a string');
      assert.ok(typeof plug.networkId === 'string' && plug.networkId !== '', 'networkId is a string');
    },
  },

  'the id of the network stays the same': {
    opened: false,
    async test(bench) {
      const { networkId } = bench.plug;
      await bench.open();
      assert.equal(bench.plug.networkId, networkId, 'networkId after connecting is another than before');
      await bench.within(bench.host.close(), 'the host to close');
      assert.equal(bench.plug.networkId, networkId, 'networkId after closing is another than before');
    },
  },

  'two accounts have two ids': {
    opened: false,
    async test({ plug, options }) {
      const other = await options.create();
      const peer = await options.peer(other);
      try {
        assert.notEqual(
          other.networkId,
          plug.networkId,
          'refs are stored by networkId, so two accounts must not share it: put the account into it',
        );
      } finally {
        await peer.close();
      }
    },
  },

  'a source has one channel': async ({ plug, channel }) => {
    assert.equal(plug.channel(channel.source), channel, 'the same object each time');
    assert.equal(channel.plug, plug);
  },

  'refs survive JSON': async ({ plug, channel }) => {
    assert.deepEqual(channel.ref, { kind: 'channel', network: plug.networkId, source: channel.source });
    assert.ok(sameRef(JSON.parse(JSON.stringify(channel.ref)), channel.ref));
  },

  'what is written for people is read again': async ({ plug, channel }) => {
    if (plug.format === undefined || plug.parse === undefined) return;
    const refs: Ref[] = plug.self === undefined ? [channel.ref] : [channel.ref, plug.self];
    for (const ref of refs) {
      const written = plug.format(ref);
      assert.ok(
        sameRef(plug.parse(written), ref),
        `parse(${JSON.stringify(written)}) gives the ref it was written from`,
      );
    }
  },

  'our own account is known once connected': async ({ plug }) => {
    const { self } = plug;
    assert.ok(self !== undefined, 'assign plug.self in start(), at the latest before it resolves');
    assert.ok(typeof self.id === 'string' && self.id !== '', 'plug.self has an id');
    assert.equal(self.network, plug.networkId, 'plug.self is of this network');
  },
};
